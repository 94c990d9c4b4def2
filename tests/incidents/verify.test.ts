import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { verifyIncident } from "../../src/incidents/verify-incident.ts";
import { NOW, openProvenDays, type ProvenDays } from "./proven-days.ts";
import { openWorld } from "./world.ts";

let days: ProvenDays;
beforeAll(async () => {
  days = await openProvenDays();
});
afterAll(() => days.close());

describe("verify", () => {
  it("answers same for what did not change", async () => {
    const { open, verify } = await days.next();
    const id = await open();
    expect(await verify(id)).toMatchObject({
      incident: id,
      outcome: "same",
      evidence: [
        { id: "e1", outcome: "same", reason: null },
        { id: "e2", outcome: "same" },
      ],
    });
  });

  it("answers changed with counts after a row was edited, came or went", async () => {
    const { world, moment, message, open, verify } = await days.next();
    const id = await open();
    await world.fill("slack_messages", [
      { ...message(2, "second, edited"), edited_at: moment("17:00") },
      message(3, "a late one"),
    ]);
    const { outcome, evidence } = await verify(id);
    expect(outcome).toBe("changed");
    expect(evidence[1]).toMatchObject({
      outcome: "changed",
      rows_then: 2,
      rows: 3,
      added: 1,
      removed: 0,
      altered: 1,
      reason: "rows: 1 added, 1 altered",
    });
    expect(evidence[0]).toMatchObject({ outcome: "same" });
  });

  it("answers changed when a cost was corrected upstream", async () => {
    const { world, call, open, verify } = await days.next();
    const id = await open();
    await world.fill("langfuse_observations", [call(2, { cost_usd: "0.75" })]);
    expect((await verify(id)).evidence[0]).toMatchObject({
      outcome: "changed",
      added: 0,
      removed: 0,
      altered: 2,
    });
  });

  it("answers gone when retention took the rows", async () => {
    const { world, open, verify } = await days.next();
    const id = await open();
    await world.lake.retain({ slack_messages: 1 }, NOW);
    expect((await verify(id)).evidence[1]).toMatchObject({
      outcome: "gone",
      rows: 0,
      removed: 2,
      reason: expect.stringContaining("2 rows"),
    });
  });

  it("does not call rows deleted that a rebuilt lake has not fetched yet", async () => {
    const { state, open } = await days.next();
    const id = await open();
    const empty = await openWorld();
    const { outcome, evidence } = await verifyIncident({ ...empty, state }, id, NOW);
    await empty.close();
    expect(outcome).toBe("gone");
    expect(evidence[1]?.reason).toMatch(/the lake lacks slack_messages from .*sentinel sync/);
  });

  it("answers gone when the library no longer has the question", async () => {
    const { state, world, open } = await days.next();
    const id = await open();
    const library = new Map([...world.library].filter(([query]) => query !== "slack_context"));
    const { outcome, evidence } = await verifyIncident({ ...world, state, library }, id, NOW);
    expect(outcome).toBe("gone");
    expect(evidence[1]).toMatchObject({ outcome: "gone", reason: expect.stringContaining("slack_context") });
  });

  it("keeps what it found", async () => {
    const { state, world, message, open, verify } = await days.next();
    const id = await open();
    await verify(id);
    await world.fill("slack_messages", [message(3, "a late one")]);
    await verify(id);
    const stored = await state.db
      .selectFrom("verifications")
      .select(["number", "outcome", "added"])
      .orderBy("id")
      .execute();
    expect(stored).toEqual([
      { number: 1, outcome: "same", added: 0 },
      { number: 2, outcome: "same", added: 0 },
      { number: 1, outcome: "same", added: 0 },
      { number: 2, outcome: "changed", added: 1 },
    ]);
  });

  it("throws for an unknown incident", async () => {
    const { verify } = await days.next();
    await expect(verify("inc_zzzzzzz")).rejects.toMatchObject({ code: "not_found" });
  });
});
