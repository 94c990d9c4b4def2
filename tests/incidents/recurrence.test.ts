import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { getIncident } from "../../src/incidents/get-incident.ts";
import { listIncidents } from "../../src/incidents/list-incidents.ts";
import { resolve } from "../../src/incidents/resolve.ts";
import { freshIncidents, LATER } from "./fresh-incidents.ts";
import { AT, finding, observation, openWorld, type World } from "./world.ts";

const NOW = new Date(AT);

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.fill("langfuse_observations", [observation(1), observation(2)]);
});
afterAll(() => world.close());

describe("the same trouble again", () => {
  it("keeps its incident, which grows and never shrinks", async () => {
    const { state, record, open } = freshIncidents(world);
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
    const { state, record } = freshIncidents(world);
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
    const { state, record, open } = freshIncidents(world);
    const id = await open();
    await record([finding({ cost_usd_per_hour: null })], LATER);
    expect(await getIncident(state, id, NOW)).toMatchObject({ projected_6h_usd: null });
  });
});

describe("after it was resolved", () => {
  it("old news changes nothing", async () => {
    const { state, record, open } = freshIncidents(world);
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
    const { state, record, open } = freshIncidents(world);
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
