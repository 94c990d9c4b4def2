/** Long lists stay fast while incidents pile up: SQLite reads what a page shows, in the order of an index. */
import {
  createQueryId,
  sql,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type RootOperationNode,
} from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";

import { listApprovals } from "../../src/gate/read-approvals.ts";
import { countIncidents } from "../../src/incidents/count-incidents.ts";
import { findIncident } from "../../src/incidents/find-incident.ts";
import { listFindings } from "../../src/incidents/list-findings.ts";
import { listIncidentRows } from "../../src/incidents/list-incident-rows.ts";
import { pageOfIncidents } from "../../src/incidents/list-incidents.ts";
import { openState, type State } from "../../src/state/open.ts";
import { fillIncidents } from "./many-incidents.ts";

const NOW = new Date("2026-08-22T09:00:00Z");
const limit = 20;
const began_from = new Date("2026-08-21T09:00:00Z");
const statements: RootOperationNode[] = [];
const recorder: KyselyPlugin = {
  transformQuery({ node }: PluginTransformQueryArgs) {
    statements.push(node);
    return node;
  },
  transformResult: ({ result }) => Promise.resolve(result),
};

let state: State;
let recorded: State;
beforeAll(async () => {
  state = openState(":memory:");
  await fillIncidents(state, 60, NOW);
  recorded = { ...state, db: state.db.withPlugin(recorder) };
});
afterAll(() => state.close());

async function plansOf(work: () => Promise<unknown>): Promise<string[]> {
  statements.length = 0;
  await work();
  expect(statements).not.toEqual([]);
  const plans: string[] = [];
  for (const node of statements) {
    const { sql: text, parameters } = state.db.getExecutor().compileQuery(node, createQueryId());
    const values = parameters.values();
    const parts = `explain query plan ${text}`.split("?").map((part) => sql.raw(part));
    const plan = sql.join(
      parts.flatMap((part, index) => (index === 0 ? [part] : [sql`${values.next().value}`, part])),
      sql``,
    );
    const { rows } = await sql<{ detail: string }>`${plan}`.execute(state.db);
    plans.push(...rows.map(({ detail }) => detail));
  }
  return plans;
}

const WHOLE_TABLE = /^SCAN \w+$/;
const lists: [string, () => Promise<unknown>][] = [
  ["the worst incidents", () => listIncidentRows(recorded, NOW, {}, { limit })],
  [
    "the newest of a day",
    () => listIncidentRows(recorded, NOW, { status: "all", began_from }, { sort: "newest", limit }),
  ],
  ["the dearest", () => listIncidentRows(recorded, NOW, {}, { sort: "cost", limit })],
  ["approvals", () => listApprovals(recorded, { limit })],
  ["approvals of an incident", () => listApprovals(recorded, { incident_id: "inc_1", limit })],
  ["findings", () => listFindings(recorded, { limit })],
];

it.each(lists)("reads %s in the order of an index", async (_what, work) => {
  const plans = await plansOf(work);
  expect(plans.filter((step) => WHOLE_TABLE.test(step) || step.includes("TEMP B-TREE"))).toEqual([]);
});

it.each<[string, () => Promise<unknown>]>([
  ["whole incidents", () => pageOfIncidents(recorded, NOW, {}, { limit })],
  ["counts", () => countIncidents(recorded, NOW, { types: ["agent_loop"] })],
  ["one by its id", () => findIncident(recorded.db, "inc_0").catch(() => undefined)],
])("reads no whole table for %s", async (_what, work) => {
  expect((await plansOf(work)).filter((step) => WHOLE_TABLE.test(step))).toEqual([]);
});
