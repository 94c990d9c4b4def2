import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { getIncident } from "../../src/incidents/get-incident.ts";
import { mirrorIncidents } from "../../src/incidents/mirror.ts";
import { freshIncidents, LATER } from "./fresh-incidents.ts";
import { AT, finding, observation, openWorld, type World } from "./world.ts";

const NOW = new Date(AT);

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.fill("langfuse_observations", [observation(1), observation(2)]);
});
afterAll(() => world.close());

describe("an incident's id", () => {
  it("sorts by time and can be typed in short, in capitals and without its prefix", async () => {
    const { state, record, open } = freshIncidents(world);
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
    const { state, open } = freshIncidents(world);
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
  const { state, open } = freshIncidents(world);
  const id = await open({ evidence: [{ query: "cost_by_hour", params: {} }] });
  await mirrorIncidents(state, world.lake);
  const { rows } = await world.lake.ask(`
    select incidents.id, incidents.status, incidents.cost_usd, findings.detector, findings.window_to
    from sentinel_incidents as incidents
    inner join sentinel_findings as findings on findings.incident_id = incidents.id`);
  expect(rows).toEqual([{ id, status: "open", cost_usd: 38, detector: "cost_spike", window_to: AT }]);
});
