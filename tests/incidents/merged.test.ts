import { afterAll, beforeAll, expect, it } from "vitest";

import type { Finding } from "../../src/contracts/finding.ts";
import { listIncidents } from "../../src/incidents/list-incidents.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import type { State } from "../../src/state/open.ts";
import { errors, loop } from "./tied-findings.ts";
import { blame, openTiedWorld, SHA } from "./tied-world.ts";
import { AT, finding, type World } from "./world.ts";

const NOW = new Date(AT);

let world: World;
beforeAll(async () => {
  world = await openTiedWorld();
});
afterAll(() => world.close());

const record = (state: State, findings: Finding[], at = AT) =>
  recordFindings({ ...world, state }, { at, findings });

it("gives a bad deploy exactly one incident, with the commit, the worst severity and no dollar counted twice", async () => {
  const releases = { releases: ["shop@2.1.0"] };
  const storm = [
    errors({
      blame: blame(),
      subject: { agents: ["helper"], ...releases },
      cost_usd: 30,
      cost_usd_per_hour: 20,
      severity: "critical",
    }),
    finding({
      blame: blame(),
      subject: { agents: ["helper"], ...releases },
      key: "agent helper",
      cost_usd: 38,
    }),
    finding({
      blame: blame(),
      subject: { agents: ["helper", "triage"], models: ["gpt-4o"], ...releases },
      key: "model gpt-4o",
      cost_usd: 41,
    }),
    loop({
      subject: { agents: ["helper"], trace_ids: ["t1"], ...releases },
      cost_usd: 6,
      cost_usd_per_hour: 3,
    }),
    loop({
      key: "t2",
      subject: { agents: ["helper"], trace_ids: ["t2"], ...releases },
      cost_usd: 7,
      cost_usd_per_hour: 4,
    }),
  ];
  const state = world.freshState();
  const recorded = await record(state, storm);
  expect(recorded.opened).toHaveLength(1);
  const [incident, ...others] = await listIncidents(state, NOW);
  expect(others).toEqual([]);
  expect(incident).toMatchObject({
    type: "error_cascade",
    severity: "critical",
    title: "errors rise (and 4 related findings)",
    cost_usd: 41,
    projected_6h_usd: 38 * 6,
    blame: { repo: "acme/shop", sha: SHA },
    no_blame: null,
  });
  expect(incident?.links[0]).toMatchObject({ kind: "release", strength: 0.9 });
});

it("sums what different agents cost and says why nobody is blamed", async () => {
  const state = world.freshState();
  await record(state, [
    loop({ subject: { agents: ["a"], trace_ids: ["trace-loop"] } }),
    errors({ subject: { agents: ["b"], issue_ids: ["9001"] } }),
  ]);
  const [incident] = await listIncidents(state, NOW);
  expect(incident).toMatchObject({ cost_usd: 17, blame: null });
  expect(incident?.no_blame).toMatch(/^no culprit found: no release/);
});

it("merges two open incidents when a later finding ties both, and the absorbed id leads to the survivor", async () => {
  const state = world.freshState();
  const first = await record(state, [loop({ subject: { agents: ["a"], trace_ids: ["trace-x"] } })]);
  const second = await record(state, [errors({ subject: { agents: ["b"] } })]);
  const both = finding({ subject: { agents: ["b"], trace_ids: ["trace-x"] } });
  const recorded = await record(state, [both]);
  expect(recorded).toMatchObject({
    opened: [],
    updated: first.opened,
    merged: [{ id: second.opened[0], into: first.opened[0] }],
  });
  const incidents = await listIncidents(state, NOW, { status: "all" });
  expect(incidents.map(({ id, findings }) => [id, findings.length])).toEqual([[first.opened[0], 3]]);
});
