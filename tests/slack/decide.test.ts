import { expect, it } from "vitest";

import { getApproval } from "../../src/gate/read-approvals.ts";
import { buttonValue } from "../../src/slack/button-value.ts";
import { type Desk, openDesk, PEOPLE } from "./desk.ts";
import { click, form, sign, submission } from "./signed.ts";

type Asked = Awaited<ReturnType<Desk["ask"]>>;

const press = (
  desk: Desk,
  { ts, ...approval }: Asked,
  user: string,
  action: "approve" | "reject" = "approve",
) => {
  desk.clock.now = new Date(desk.clock.now.getTime() + 1000);
  const payload = click({ user, action, value: buttonValue(approval), ts });
  return desk.send(sign(form(payload), { at: desk.clock.now }));
};

const OK = { status: 200, body: "" };

it("kills a loop by one click, and the same message says who did it and what came of it", async () => {
  const desk = await openDesk();
  const asked = await desk.ask("loop-1");
  const message = desk.shown(asked.ts);
  expect(message).toContain("Kill loop");
  expect(message).toContain(`apr_`);
  expect(await press(desk, asked, PEOPLE.ada)).toMatchObject(OK);
  expect(await getApproval(desk.state, asked.id)).toMatchObject({
    status: "done",
    votes: [{ by: "ada", via: "slack", vote: "approve" }],
  });
  const order = await desk.state.db.selectFrom("kill_orders").selectAll().execute();
  expect(order).toMatchObject([{ trace_id: "loop-1", method: "slack", approval_id: asked.id }]);
  expect(desk.shown(asked.ts)).toContain("approved by ada (slack); done");
  expect(desk.shown(asked.ts)).not.toContain('"button"');
  const parents = desk.writes("chat.postMessage").filter(({ args }) => args["thread_ts"] === undefined);
  expect(parents).toHaveLength(1);
});

it("rejects with the reason from the modal", async () => {
  const desk = await openDesk();
  const asked = await desk.ask("loop-1");
  await press(desk, asked, PEOPLE.ada, "reject");
  const [opened] = desk.writes("views.open");
  const view = opened?.args["view"] as { private_metadata: string };
  const filled = form(submission(PEOPLE.ada, view, "it is the <!channel> nightly batch"));
  expect(await desk.send(sign(filled, { at: desk.clock.now }))).toMatchObject(OK);
  const { status, votes } = await getApproval(desk.state, asked.id);
  expect(status).toBe("refused");
  expect(votes).toMatchObject([{ by: "ada", vote: "refuse", reason: "it is the <!channel> nightly batch" }]);
  expect(desk.shown(asked.ts)).toContain("rejected by ada (slack): it is the");
  expect(desk.shown(asked.ts)).not.toMatch(/<!channel|"button"/);
});

it("waits for the second person where two are needed", async () => {
  const desk = await openDesk();
  const asked = await desk.ask("two-loop");
  await press(desk, asked, PEOPLE.ada);
  expect(desk.shown(asked.ts)).toContain("waiting for 2 approvals, 1 given by ada (slack)");
  expect(desk.shown(asked.ts)).toContain('"button"');
  await press(desk, asked, PEOPLE.ada);
  expect(desk.told(PEOPLE.ada).at(-1)).toMatch(/another person is needed/);
  await press(desk, asked, PEOPLE.grace);
  expect(desk.shown(asked.ts)).toContain("approved by ada (slack) and grace (slack); done");
});

it("answers a second click and a late one for the eyes of who clicked, and does nothing twice", async () => {
  const desk = await openDesk();
  const [first, second] = [await desk.ask("loop-1"), await desk.ask("loop-2")];
  await press(desk, first, PEOPLE.ada);
  expect(await press(desk, first, PEOPLE.grace)).toMatchObject(OK);
  expect(desk.told(PEOPLE.grace)).toEqual([expect.stringMatching(/decided already: it is done/)]);
  desk.clock.now = new Date(desk.clock.now.getTime() + 5 * 3_600_000);
  expect(await press(desk, second, PEOPLE.grace)).toMatchObject(OK);
  expect(desk.told(PEOPLE.grace).at(-1)).toMatch(/expired.*no action was taken/);
  expect(await desk.state.db.selectFrom("kill_orders").selectAll().execute()).toHaveLength(1);
});

it("takes the click before the message's place is saved for too early, and not for a decision", async () => {
  const desk = await openDesk();
  const asked = await desk.ask("loop-1");
  await desk.state.db.updateTable("approvals").set({ slack_ts: null }).execute();
  await press(desk, asked, PEOPLE.ada);
  expect(desk.told(PEOPLE.ada)).toEqual([expect.stringMatching(/please click again/)]);
  expect((await getApproval(desk.state, asked.id)).votes).toEqual([]);
});

it("answers 503 when the click could not be saved, and says yes to nothing", async () => {
  const desk = await openDesk();
  const asked = await desk.ask("loop-1");
  const { ts, ...approval } = asked;
  const payload = click({ user: PEOPLE.ada, action: "approve", value: buttonValue(approval), ts });
  const request = sign(form(payload), { at: desk.clock.now });
  desk.state.close();
  expect(await desk.send(request)).toMatchObject({ status: 503, body: "" });
});
