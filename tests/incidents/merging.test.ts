import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Finding } from "../../src/contracts/finding.ts";
import { listIncidents } from "../../src/incidents/list-incidents.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import type { State } from "../../src/state/open.ts";
import { blame, openTiedWorld, OTHER_SHA, SHA } from "./tied-world.ts";
import { AT, finding, type World } from "./world.ts";

const NOW = new Date(AT);

let world: World;
beforeAll(async () => {
  world = await openTiedWorld();
});
afterAll(() => world.close());

const loop = (given: Partial<Finding> = {}) =>
  finding({
    detector: "agent_loop",
    key: "trace-loop",
    fingerprint: "retry-search x14",
    title: "loop",
    severity: "critical",
    subject: { agents: ["looper"], trace_ids: ["trace-loop"] },
    cost_usd: 5,
    ...given,
  });
const errors = (given: Partial<Finding> = {}) =>
  finding({
    detector: "error_cascade",
    key: "agent helper",
    fingerprint: "helper",
    title: "errors rise",
    subject: { agents: ["helper"], issue_ids: ["9001"] },
    cost_usd: 12,
    ...given,
  });

const record = (state: State, findings: Finding[], at = AT) =>
  recordFindings({ ...world, state }, { at, findings });

async function groups(findings: Finding[]): Promise<string[][]> {
  const state = world.freshState();
  await record(state, findings);
  const incidents = await listIncidents(state, NOW);
  return incidents
    .map((incident) => incident.findings.map(({ detector }) => detector).toSorted())
    .toSorted((one, other) => (one.join() < other.join() ? -1 : 1));
}

describe("findings become one incident", () => {
  it("when Sentry events of one carry the trace of the other", async () => {
    expect(await groups([loop(), errors()])).toEqual([["agent_loop", "error_cascade"]]);
  });

  it("when one is blamed on the commit that the other's release was made from", async () => {
    const spike = finding({ blame: blame(), subject: { agents: ["triage"], releases: ["shop@2.1.0"] } });
    const failing = errors({ subject: { agents: ["helper"], releases: ["shop@2.1.0"] } });
    expect(await groups([spike, failing])).toEqual([["cost_spike", "error_cascade"]]);
  });

  it("when a message names the pull request of the one's commit and the other's Sentry issue", async () => {
    const failing = errors({
      subject: { issue_ids: ["9002"] },
      window: { from: "2026-03-02T11:05:00.000Z", to: AT },
    });
    const state = world.freshState();
    await record(state, [finding({ blame: blame() }), failing]);
    const [incident, ...others] = await listIncidents(state, NOW);
    expect(others).toEqual([]);
    expect(incident?.links.map(({ kind }) => kind)).toContain("mention");
  });

  it("when both concern one agent of one service at the same time", async () => {
    expect(await groups([finding(), errors({ subject: { agents: ["triage"] } })])).toEqual([
      ["cost_spike", "error_cascade"],
    ]);
  });
});

describe("findings stay apart", () => {
  it("when only their service and their time are the same", async () => {
    expect(await groups([finding(), errors({ subject: { agents: ["helper"] } }), loop()])).toHaveLength(3);
  });

  it("when they merely run the same release", async () => {
    const both = { releases: ["shop@2.1.0"] };
    const apart = [
      finding({ subject: { agents: ["triage"], ...both } }),
      errors({ subject: { agents: ["helper"], ...both } }),
    ];
    expect(await groups(apart)).toHaveLength(2);
  });

  it("when they are blamed on different commits", async () => {
    const apart = [
      finding({ blame: blame() }),
      errors({ blame: blame(OTHER_SHA), subject: { agents: ["helper"], shas: [SHA] } }),
    ];
    expect(await groups(apart)).toHaveLength(2);
  });

  it("when one agent has two troubles hours apart", async () => {
    const earlier = errors({
      subject: { agents: ["triage"] },
      window: { from: "2026-03-02T06:00:00.000Z", to: "2026-03-02T07:00:00.000Z" },
    });
    expect(await groups([finding(), earlier])).toHaveLength(2);
  });

  it("when they carry the same ids in connections of different products", async () => {
    expect(await groups([loop(), loop({ connection: "other", detector: "tool_failure" })])).toHaveLength(2);
  });
});

const task = (connection: string) =>
  finding({
    connection,
    detector: "task_failure",
    key: "load",
    blame: blame(),
    subject: { tasks: ["LOAD"], shas: [SHA] },
  });
const inStore = (value: string) => ({
  service: "store",
  kind: "connection" as const,
  value,
  implicit: false,
});

it("takes a shared suspect for a tie by service when nobody is known to have run on it", async () => {
  const state = world.freshState();
  await record(state, [
    finding({ blame: blame(OTHER_SHA) }),
    errors({ blame: blame(OTHER_SHA), subject: { agents: ["helper"] } }),
  ]);
  const [incident, ...others] = await listIncidents(state, NOW);
  expect(others).toEqual([]);
  expect(incident?.links.map(({ kind }) => kind)).toEqual(["service", "service"]);
});

it("ties connections that the catalogue puts in one service, and only those", async () => {
  await world.lake.set_services([inStore("shop"), inStore("warehouse")]);
  expect(await groups([finding({ blame: blame() }), task("warehouse")])).toHaveLength(1);
  expect(await groups([finding({ blame: blame() }), task("elsewhere")])).toHaveLength(2);
  await world.lake.set_services([]);
});

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
