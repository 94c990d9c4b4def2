import { expect, it } from "vitest";

import { getIncident } from "../../src/incidents/get-incident.ts";
import { letterFor } from "../../src/notify/letters.ts";
import { enqueue } from "../../src/outbox/enqueue.ts";
import { CHANNEL, openDesk, PEOPLE, type Desk } from "./desk.ts";
import { INCIDENT } from "./incident.ts";
import { click, form, sign } from "./signed.ts";

const KEY = `notice:${INCIDENT.id}:slack:1`;

/** The message that tells of the incident, as it stands in Slack. */
async function tellOf(desk: Desk): Promise<string> {
  const { state, clock } = desk;
  const incident = await getIncident(state, INCIDENT.id, clock.now);
  const place = { id: "slack", way: "slack", channel: CHANNEL } as const;
  const letter = letterFor({
    incident,
    place,
    news: "opened",
    key: KEY,
    thread_key: KEY,
    base_url: "http://127.0.0.1:8787",
  });
  await state.write((db) => enqueue(db, { ...letter, key: KEY, cause: incident.id, at: clock.now }));
  await desk.deliver();
  const [posted] = desk.writes("chat.postMessage");
  return posted?.ts ?? "";
}

const judge = (desk: Desk, user: string, action: string, more: { value?: string; ts?: string } = {}) => {
  const payload = click({ user, action, value: INCIDENT.id, ts: "1.1", ...more });
  return desk.send({ ...sign(form(payload), { at: desk.clock.now }) });
};

const verdictIn = async ({ state, clock }: Desk) =>
  (await getIncident(state, INCIDENT.id, clock.now)).verdict;

it("keeps what a person says of an incident under the message that told of it", async () => {
  const desk = await openDesk();
  const ts = await tellOf(desk);
  expect(desk.shown(ts)).toContain('"verdict_wrong_cause"');
  expect((await judge(desk, PEOPLE.grace, "verdict_wrong_cause", { ts })).status).toBe(200);
  expect(await verdictIn(desk)).toBe("wrong_cause");
  expect(desk.told(PEOPLE.grace)).toEqual([expect.stringContaining("is kept as wrong cause.")]);
  const kinds = await desk.state.db.selectFrom("audit").select(["kind", "actor", "via"]).execute();
  expect(kinds).toContainEqual({ kind: "incident.verdict", actor: "grace", via: "slack" });
});

it.each([
  ["a viewer", PEOPLE.vera, {}],
  ["a stranger", PEOPLE.nobody, {}],
  ["another message", PEOPLE.grace, { ts: "1772452800.999999" }],
  ["another incident's id", PEOPLE.grace, { value: "inc_0000002" }],
  ["the start of an id", PEOPLE.grace, { value: "inc" }],
])("takes no verdict of %s", async (_what, user, changed) => {
  const desk = await openDesk();
  const ts = await tellOf(desk);
  const answer = await judge(desk, user, "verdict_noise", { ts, ...changed });
  expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: "" });
  expect(await verdictIn(desk)).toBeNull();
  expect(await desk.state.db.selectFrom("audit").select("kind").execute()).toContainEqual({
    kind: "decision.denied",
  });
});
