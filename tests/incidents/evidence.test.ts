import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { getIncident } from "../../src/incidents/get-incident.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { NOW, openProvenDays, type ProvenDays } from "./proven-days.ts";

let days: ProvenDays;
beforeAll(async () => {
  days = await openProvenDays();
});
afterAll(() => days.close());

describe("evidence", () => {
  it("keeps query, parameters, moment, rows, hash and completeness", async () => {
    const { state, moment, span, talk, open } = await days.next();
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
    const { state, talk, open } = await days.next();
    const early = { ...talk, since: "2026-01-15T00:00:00.000Z" };
    const incident = await getIncident(
      state,
      await open({ evidence: [{ query: "slack_context", params: early }] }),
      NOW,
    );
    expect(incident.evidence).toMatchObject([{ complete: false }]);
  });

  it("that cannot be gathered does not cost the finding", async () => {
    const { state, talk, open } = await days.next();
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
    const { state, world, moment, message, open, verify } = await days.next();
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
    const fresh = world.freshState();
    const joint = await getIncident(fresh, await open({}, fresh), NOW);
    expect(joint.evidence[1]).toMatchObject({ rows: 4, connections: ["other", "shop"] });
    await world.lake.set_services([]);
  });

  it("is complete when only the last minutes before the judged moment were not fetched yet", async () => {
    const { state, world, talk, proven, open } = await days.next();
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
    const { state, world, moment, span, proven, open } = await days.next();
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
