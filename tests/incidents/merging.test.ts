import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Finding } from "../../src/contracts/finding.ts";
import { listIncidents } from "../../src/incidents/list-incidents.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import type { State } from "../../src/state/open.ts";
import { errors, loop } from "./tied-findings.ts";
import { blame, openTiedWorld, OTHER_SHA, SHA } from "./tied-world.ts";
import { AT, finding, type World } from "./world.ts";

const NOW = new Date(AT);

let world: World;
beforeAll(async () => {
  world = await openTiedWorld();
});
afterAll(() => world.close());

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
