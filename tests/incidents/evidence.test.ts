import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { Finding } from "../../src/contracts/finding.ts";
import type { Row } from "../../src/contracts/ingest.ts";
import { getIncident } from "../../src/incidents/get-incident.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { verifyIncident } from "../../src/incidents/verify-incident.ts";
import type { State } from "../../src/state/open.ts";
import { finding, observation, openWorld, type World } from "./world.ts";

const NOW = new Date("2026-03-20T00:00:00.000Z");

let world: World;
let state: State;
/** Each test has a day of its own in one lake: opening a lake takes longer than a test. */
let day = 0;
let span: { since: string; until: string };
let talk: { since: string; until: string; channels: string[] };
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  day += 1;
  state = world.freshState();
  span = { since: moment("10:00"), until: moment("12:00") };
  talk = { ...span, channels: ["incidents"] };
  await world.fill("langfuse_observations", [call(1), call(2), call(3)]);
  await world.fill("slack_messages", [message(1, "first"), message(2, "second")]);
});

const moment = (clock: string) => `2026-03-${String(day).padStart(2, "0")}T${clock}:00.000Z`;
const call = (n: number, given: Row = {}) =>
  observation(n, { observation_id: `obs-${day}-${n}`, started_at: moment(`11:0${n}`), ...given });
const message = (n: number, text: string) => ({
  channel_id: "C1",
  channel: "incidents",
  ts: `${day}.${n}`,
  sent_at: moment(`11:0${n}`),
  text,
});
const proven = (given: Partial<Finding> = {}) =>
  finding({
    at: moment("12:00"),
    evidence: [
      { query: "cost_by_minute", params: span },
      { query: "slack_context", params: talk },
    ],
    ...given,
  });

async function open(given: Partial<Finding> = {}): Promise<string> {
  const {
    opened: [id = ""],
  } = await recordFindings({ ...world, state }, { at: moment("12:00"), findings: [proven(given)] });
  return id;
}
const verify = (id: string) => verifyIncident({ ...world, state }, id, NOW);

describe("evidence", () => {
  it("keeps query, parameters, moment, rows, hash and completeness", async () => {
    const incident = await getIncident(state, await open(), NOW);
    expect(incident.findings.map(({ evidence }) => evidence)).toEqual([["e1", "e2"]]);
    expect(incident.evidence).toEqual([
      {
        id: "e1",
        query: "cost_by_minute",
        params: expect.objectContaining(span),
        as_of: moment("12:00"),
        rows: 3,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        connections: ["shop"],
        complete: true,
      },
      {
        id: "e2",
        query: "slack_context",
        params: talk,
        as_of: moment("12:00"),
        rows: 2,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        connections: ["shop"],
        complete: true,
      },
    ]);
  });

  it("over a window with a hole says that it is incomplete", async () => {
    const early = { ...talk, since: "2026-01-15T00:00:00.000Z" };
    const incident = await getIncident(
      state,
      await open({ evidence: [{ query: "slack_context", params: early }] }),
      NOW,
    );
    expect(incident.evidence).toMatchObject([{ complete: false }]);
  });

  it("that cannot be gathered does not cost the finding", async () => {
    const incident = await getIncident(
      state,
      await open({
        evidence: [
          { query: "no_such_query", params: {} },
          { query: "slack_context", params: talk },
        ],
      }),
      NOW,
    );
    expect(incident.findings).toHaveLength(1);
    expect(incident.evidence).toMatchObject([{ id: "e1", query: "slack_context" }]);
  });

  it("holds the rows of the finding's product only, and only its gaps make it incomplete", async () => {
    await world.fill("slack_messages", [message(5, "of somebody else")], {
      connection: "other",
      to: new Date(moment("11:00")),
    });
    const incident = await getIncident(state, await open(), NOW);
    expect(incident.evidence[1]).toMatchObject({
      query: "slack_context",
      rows: 2,
      connections: ["shop"],
      complete: true,
    });

    await world.fill("slack_messages", [message(6, "of somebody else, later")], { connection: "other" });
    expect(await verify(incident.id)).toMatchObject({ outcome: "same" });

    await world.lake.set_services(
      ["shop", "other"].map((value) => ({ service: "store", kind: "connection", value, implicit: false })),
    );
    state = world.freshState();
    const joint = await getIncident(state, await open(), NOW);
    expect(joint.evidence[1]).toMatchObject({ rows: 4, connections: ["other", "shop"] });
    await world.lake.set_services([]);
  });

  it("is complete when only the last minutes before the judged moment were not fetched yet", async () => {
    const at = "2026-03-31T23:59:00.000Z";
    const query = {
      query: "slack_context",
      params: { ...talk, since: "2026-03-31T00:00:00.000Z", until: "2026-04-01T00:10:00.000Z" },
    };
    expect((await getIncident(state, await open({ at, evidence: [query] }), NOW)).evidence[0]).toMatchObject({
      complete: true,
    });
    const later = proven({
      at: "2026-04-01T00:40:00.000Z",
      key: "later",
      subject: { agents: ["b"] },
      evidence: [query],
    });
    const {
      opened: [id = ""],
    } = await recordFindings({ ...world, state }, { at: later.at, findings: [later] });
    expect((await getIncident(state, id, NOW)).evidence[0]).toMatchObject({ complete: false });
  });

  it("keeps its number when a later judgement renews it, and others get numbers of their own", async () => {
    const id = await open();
    const at = moment("13:00");
    const wider = { ...span, until: at };
    const renewed = proven({ at, evidence: [{ query: "cost_by_minute", params: wider }] });
    const other = proven({
      at,
      key: "other",
      detector: "error_cascade",
      evidence: [{ query: "slack_context", params: { ...wider, channels: ["incidents"] } }],
    });
    await recordFindings({ ...world, state }, { at, findings: [renewed, other] });
    const incident = await getIncident(state, id, NOW);
    expect(incident.evidence).toMatchObject([
      { id: "e1", query: "cost_by_minute", as_of: at, params: wider },
      { id: "e3", query: "slack_context", as_of: at },
    ]);
  });
});

describe("verify", () => {
  it("answers same for what did not change", async () => {
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
    const id = await open();
    const empty = await openWorld();
    const { outcome, evidence } = await verifyIncident({ ...empty, state }, id, NOW);
    await empty.close();
    expect(outcome).toBe("gone");
    expect(evidence[1]?.reason).toMatch(/the lake lacks slack_messages from .*sentinel sync/);
  });

  it("answers gone when the library no longer has the question", async () => {
    const id = await open();
    const library = new Map([...world.library].filter(([query]) => query !== "slack_context"));
    const { outcome, evidence } = await verifyIncident({ ...world, state, library }, id, NOW);
    expect(outcome).toBe("gone");
    expect(evidence[1]).toMatchObject({ outcome: "gone", reason: expect.stringContaining("slack_context") });
  });

  it("keeps what it found", async () => {
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
    await expect(verify("inc_zzzzzzz")).rejects.toMatchObject({ code: "not_found" });
  });
});
