import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { Finding } from "../../src/contracts/finding.ts";
import { acknowledge } from "../../src/incidents/acknowledge.ts";
import { getIncident } from "../../src/incidents/get-incident.ts";
import { giveVerdict } from "../../src/incidents/give-verdict.ts";
import { listIncidents } from "../../src/incidents/list-incidents.ts";
import { mirrorIncidents } from "../../src/incidents/mirror.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { resolve } from "../../src/incidents/resolve.ts";
import { snooze } from "../../src/incidents/snooze.ts";
import type { State } from "../../src/state/open.ts";
import { AT, finding, observation, openWorld, type World } from "./world.ts";

const NOW = new Date(AT);
const LATER = "2026-03-02T13:00:00.000Z";
const decision = { by: "dev-a", at: NOW };

let world: World;
let state: State;
beforeAll(async () => {
  world = await openWorld();
  await world.fill("langfuse_observations", [observation(1), observation(2)]);
});
afterAll(() => world.close());
beforeEach(() => {
  state = world.freshState();
});

const record = (findings: Finding[], at = AT) =>
  recordFindings({ ...world, state }, { at, findings: findings.map((one) => ({ ...one, at })) });

async function open(given: Partial<Finding> = {}): Promise<string> {
  const { opened } = await record([finding(given)]);
  const [id] = opened;
  if (id === undefined) throw new Error("nothing was opened");
  return id;
}

describe("the same trouble again", () => {
  it("keeps its incident, which grows and never shrinks", async () => {
    const id = await open({ severity: "high", cost_usd: 38, fingerprint: "triage" });
    const recorded = await record(
      [
        finding({
          severity: "critical",
          cost_usd: 12,
          cost_usd_per_hour: 12,
          fingerprint: "triage x2",
          title: "still going",
          window: { from: "2026-03-02T12:00:00.000Z", to: LATER },
        }),
      ],
      LATER,
    );
    expect(recorded).toMatchObject({ opened: [], updated: [id] });
    expect(await getIncident(state, id, NOW)).toMatchObject({
      severity: "critical",
      cost_usd: 38,
      projected_6h_usd: 72,
      title: "still going",
      window: { from: "2026-03-02T11:00:00.000Z", to: LATER },
      updated_at: LATER,
      opened_at: AT,
    });
    await record(
      [finding({ severity: "medium", window: { from: "2026-03-02T12:00:00.000Z", to: LATER } })],
      LATER,
    );
    expect(await getIncident(state, id, NOW)).toMatchObject({ severity: "critical" });
  });

  it("takes in a judgement of an earlier moment without forgetting the later one", async () => {
    const {
      opened: [id = ""],
    } = await record([finding({ title: "newest" })], LATER);
    await record([finding({ title: "older", window: { from: "2026-03-02T09:00:00.000Z", to: AT } })], AT);
    expect(await getIncident(state, id, NOW)).toMatchObject({
      title: "newest",
      window: { from: "2026-03-02T09:00:00.000Z" },
    });
  });

  it("says that the cost is over when the rate is gone", async () => {
    const id = await open();
    await record([finding({ cost_usd_per_hour: null })], LATER);
    expect(await getIncident(state, id, NOW)).toMatchObject({ projected_6h_usd: null });
  });
});

describe("after it was resolved", () => {
  it("old news changes nothing", async () => {
    const id = await open();
    await resolve(state, id, {
      by: "dev-a",
      at: new Date("2026-03-02T12:10:00Z"),
      resolution: "rolled back",
    });
    const recorded = await record([finding()], LATER);
    expect(recorded).toEqual({
      opened: [],
      updated: [],
      merged: [],
      settled: [{ detector: "cost_spike", fingerprint: "triage", incident: id }],
    });
    expect(await listIncidents(state, NOW)).toEqual([]);
  });

  it("trouble that goes on opens a new incident, which names the former", async () => {
    const id = await open();
    await resolve(state, id, { by: "dev-a", at: new Date("2026-03-02T12:10:00Z") });
    const recorded = await record(
      [finding({ window: { from: "2026-03-02T12:00:00.000Z", to: LATER } })],
      LATER,
    );
    expect(recorded.opened).toHaveLength(1);
    const incident = await getIncident(state, recorded.opened[0] ?? "", NOW);
    expect(incident).toMatchObject({ former: id, status: "open" });
    expect(incident.id).not.toBe(id);
    expect(await getIncident(state, id, NOW)).toMatchObject({ status: "resolved" });
    expect((await listIncidents(state, NOW, { status: "all" })).map((one) => one.id)).toEqual([
      incident.id,
      id,
    ]);
  });
});

describe("a snoozed incident", () => {
  it("stays snoozed through repeats, and wakes when its time has come", async () => {
    const id = await open();
    await snooze(state, id, { ...decision, until: new Date("2026-03-02T14:00:00Z") });
    await record([finding({ severity: "critical" })], LATER);
    expect(await getIncident(state, id, new Date(LATER))).toMatchObject({
      status: "snoozed",
      severity: "critical",
    });
    expect(await getIncident(state, id, new Date("2026-03-02T14:00:00Z"))).toMatchObject({
      status: "open",
      snoozed_until: null,
    });
  });

  it("wakes as acknowledged when somebody had taken it", async () => {
    const id = await open();
    await acknowledge(state, id, decision);
    await snooze(state, id, { ...decision, until: new Date("2026-03-02T14:00:00Z") });
    const wakes = await record([finding()], "2026-03-02T15:00:00.000Z");
    expect(wakes.updated).toEqual([id]);
    expect(await getIncident(state, id, new Date("2026-03-02T15:00:00Z"))).toMatchObject({
      status: "acknowledged",
      acknowledged_by: "dev-a",
    });
  });

  it("cannot be snoozed until a moment that has passed", async () => {
    const id = await open();
    await expect(snooze(state, id, { ...decision, until: NOW })).rejects.toMatchObject({ code: "invalid" });
  });

  it("does not hide an open incident that it is merged with", async () => {
    const asleep = await open({ key: "one", subject: { trace_ids: ["t"], agents: ["a"] } });
    await snooze(state, asleep, { ...decision, until: new Date("2026-03-03T00:00:00Z") });
    await open({ key: "two", detector: "task_failure", subject: { tasks: ["LOAD"] } });
    await record([
      finding({
        key: "three",
        detector: "agent_loop",
        subject: { trace_ids: ["t"], tasks: ["LOAD"], agents: ["b"] },
      }),
    ]);
    expect((await listIncidents(state, NOW)).map(({ id, status }) => ({ id, status }))).toEqual([
      { id: asleep, status: "open" },
    ]);
  });
});

describe("decisions", () => {
  it("let one person acknowledge, and tell the second", async () => {
    const id = await open();
    expect(await acknowledge(state, id, decision)).toMatchObject({
      status: "acknowledged",
      acknowledged_by: "dev-a",
    });
    expect(await acknowledge(state, id, decision)).toMatchObject({ acknowledged_by: "dev-a" });
    await expect(acknowledge(state, id, { by: "dev-b", at: NOW })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("dev-a"),
    });
  });

  it("are refused on a resolved incident and from nobody", async () => {
    const id = await open();
    await expect(resolve(state, id, { by: " ", at: NOW })).rejects.toMatchObject({ code: "invalid" });
    await resolve(state, id, decision);
    for (const decide of [
      acknowledge(state, id, decision),
      resolve(state, id, decision),
      snooze(state, id, { ...decision, until: new Date(LATER) }),
    ]) {
      await expect(decide).rejects.toMatchObject({ code: "conflict" });
    }
  });

  it("keep every verdict and show the latest", async () => {
    const id = await open();
    await giveVerdict(state, id, { ...decision, verdict: "noise" });
    await giveVerdict(state, id, { ...decision, verdict: "wrong_cause", note: "it was the cache" });
    expect(await getIncident(state, id, NOW)).toMatchObject({ verdict: "wrong_cause" });
    await expect(giveVerdict(state, id, { ...decision, verdict: "meh" })).rejects.toMatchObject({
      code: "invalid",
      hint: expect.stringContaining("wrong_cause"),
    });
  });
});

describe("an incident's id", () => {
  it("sorts by time and can be typed in short, in capitals and without its prefix", async () => {
    const first = await open({ key: "a", subject: { agents: ["a"] } });
    const {
      opened: [second = ""],
    } = await record([finding({ key: "b", subject: { agents: ["b"] } })], LATER);
    expect(first < second).toBe(true);
    expect(first).toMatch(/^inc_[0-9a-hjkmnp-tv-z]{7}$/);
    for (const typed of [first, first.slice(4), first.toUpperCase(), first.slice(0, 9)]) {
      expect(await getIncident(state, typed, NOW)).toMatchObject({ id: first });
    }
  });

  it("that fits several or none is refused with what was meant", async () => {
    const id = await open({ key: "a", subject: { agents: ["a"] } });
    const other = await open({ key: "b", subject: { agents: ["b"] } });
    await expect(getIncident(state, id.slice(0, -1), NOW)).rejects.toMatchObject({
      code: "usage",
      hint: expect.stringContaining(other),
    });
    const typo = `${id.slice(0, -2)}zz`;
    await expect(getIncident(state, typo, NOW)).rejects.toMatchObject({
      code: "not_found",
      hint: expect.stringContaining(id),
    });
    for (const odd of ["", "inc_", "%", "_", "' or 1=1 --"]) {
      await expect(getIncident(state, odd, NOW)).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

it("is joinable in SQL through the lake's mirror", async () => {
  const id = await open({ evidence: [{ query: "cost_by_hour", params: {} }] });
  await mirrorIncidents(state, world.lake);
  const { rows } = await world.lake.ask(`
    select incidents.id, incidents.status, incidents.cost_usd, findings.detector, findings.window_to
    from sentinel_incidents as incidents
    inner join sentinel_findings as findings on findings.incident_id = incidents.id`);
  expect(rows).toEqual([{ id, status: "open", cost_usd: 38, detector: "cost_spike", window_to: AT }]);
});
