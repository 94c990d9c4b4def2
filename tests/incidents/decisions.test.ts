import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { acknowledge } from "../../src/incidents/acknowledge.ts";
import { getIncident } from "../../src/incidents/get-incident.ts";
import { giveVerdict } from "../../src/incidents/give-verdict.ts";
import { listIncidents } from "../../src/incidents/list-incidents.ts";
import { resolve } from "../../src/incidents/resolve.ts";
import { snooze } from "../../src/incidents/snooze.ts";
import { freshIncidents, LATER } from "./fresh-incidents.ts";
import { AT, finding, observation, openWorld, type World } from "./world.ts";

const NOW = new Date(AT);
const decision = { by: "dev-a", at: NOW };

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.fill("langfuse_observations", [observation(1), observation(2)]);
});
afterAll(() => world.close());

describe("a snoozed incident", () => {
  it("stays snoozed through repeats, and wakes when its time has come", async () => {
    const { state, record, open } = freshIncidents(world);
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
    const { state, record, open } = freshIncidents(world);
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
    const { state, open } = freshIncidents(world);
    const id = await open();
    await expect(snooze(state, id, { ...decision, until: NOW })).rejects.toMatchObject({ code: "invalid" });
  });

  it("does not hide an open incident that it is merged with", async () => {
    const { state, record, open } = freshIncidents(world);
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
    const { state, open } = freshIncidents(world);
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
    const { state, open } = freshIncidents(world);
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
    const { state, open } = freshIncidents(world);
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
