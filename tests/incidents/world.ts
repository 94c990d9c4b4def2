/** A real lake and a real state in a temporary folder, and short ways to fill them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sources } from "../../sources/index.ts";
import { columnsOf } from "../../src/contracts/columns.ts";
import type { Finding } from "../../src/contracts/finding.ts";
import type { Row } from "../../src/contracts/ingest.ts";
import { openLake, type Lake } from "../../src/lake/open.ts";
import { loadLibrary } from "../../src/queries/library.ts";
import { packageRoot } from "../../src/root.ts";
import { openState, type State } from "../../src/state/open.ts";

export const AT = "2026-03-02T12:00:00.000Z";
const FROM = new Date("2026-02-01T00:00:00Z");
const TO = new Date("2026-04-01T00:00:00Z");

const tables = sources.flatMap((source) => source.tables);
export const library = loadLibrary(packageRoot());

export type World = {
  lake: Lake;
  state: State;
  library: typeof library;
  folder: string;
  /** Rows of one table, columns that are not given null, fetched from February to April. */
  fill: (table: string, rows: Row[], options?: { connection?: string; to?: Date }) => Promise<void>;
  /** A second, empty state over the same lake. */
  freshState: () => State;
  close: () => Promise<void>;
};

export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-incidents-"));
  const lake = await openLake({ path: join(folder, "lake.duckdb"), tables, now: () => new Date(AT) });
  const states = [openState(join(folder, "state.sqlite"))];
  const [state] = states;
  if (state === undefined) throw new Error("no state");
  return {
    lake,
    state,
    library,
    folder,
    async fill(table, rows, { connection = "shop", to = TO } = {}) {
      const definition = tables.find(({ name }) => name === table);
      if (definition === undefined) throw new Error(`no table ${table}`);
      const empty = Object.fromEntries(columnsOf(definition.row).map(({ name }) => [name, null]));
      await lake.ingest({
        connection,
        table,
        rows: { [table]: rows.map((row) => ({ ...empty, ...row })) },
        slice: { from: FROM, to },
        state: "complete",
        api: "test",
        rejected: 0,
        error: null,
        fetched_at: new Date(AT),
      });
    },
    freshState() {
      const fresh = openState(":memory:");
      states.push(fresh);
      return fresh;
    },
    async close() {
      for (const one of states) one.close();
      await lake.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A finding of `cost_spike` on agent triage; give what matters. */
export function finding(given: Partial<Finding> = {}): Finding {
  const detector = given.detector ?? "cost_spike";
  return {
    detector,
    type: detector,
    at: AT,
    key: "agent triage",
    fingerprint: "triage",
    connection: "shop",
    severity: "high",
    title: "triage spent $42.00 in an hour, 10.5 times its usual $4.00",
    window: { from: "2026-03-02T11:00:00.000Z", to: AT },
    subject: { agents: ["triage"] },
    cost_usd: 38,
    cost_usd_per_hour: 38,
    facts: { peak_usd_per_hour: 42, usual_usd_per_hour: 4, times_usual: 10.5 },
    blame: null,
    suggested_action: null,
    requires_approval: false,
    evidence: [],
    ...given,
  };
}

export const observation = (n: number, given: Row = {}): Row => ({
  observation_id: `obs-${n}`,
  trace_id: `trace-${n}`,
  type: "GENERATION",
  name: "answer",
  trace_name: "triage",
  level: "DEFAULT",
  model: "gpt-4o",
  started_at: new Date(Date.parse("2026-03-02T11:00:00Z") + n * 60_000).toISOString(),
  input_tokens: 100,
  output_tokens: 10,
  total_tokens: 110,
  cost_usd: "0.5",
  is_root: true,
  ...given,
});
