import { expect, it } from "vitest";

import { refuse } from "../../src/gate/refuse.ts";
import { openDesk, PEOPLE, type Desk } from "./desk.ts";
import type { Stage } from "./hostile-class.ts";
import { SIGNED } from "./signed-callbacks.ts";
import { UNSIGNED } from "./unsigned-callbacks.ts";

const HOSTILE = [...UNSIGNED, ...SIGNED];
const VARIANTS = 10;

/** One approval in each state that a click may meet. */
async function stage(desk: Desk): Promise<Stage> {
  const expired = await desk.ask("expired-1");
  desk.clock.now = new Date(desk.clock.now.getTime() + 4 * 3_600_000 + 1000);
  const decided = await desk.ask("decided-1");
  const by = { name: "grace", role: "approver", via: "web" } as const;
  await refuse(desk.gate, { id: decided.id, by, reason: "it is the nightly batch" });
  const [live, other] = [await desk.ask("two-live-1"), await desk.ask("other-1")];
  const own = await desk.ask("own-1", "otto");
  await desk.deliver();
  return { desk, live, other, own, expired, decided };
}

/** All that a decision would change; what people were told, and modals that ask for a reason, decide nothing. */
async function decisions({ state, writes }: Desk): Promise<string> {
  const { db } = state;
  return JSON.stringify([
    await db.selectFrom("approvals").selectAll().execute(),
    await db.selectFrom("approval_votes").selectAll().execute(),
    await db.selectFrom("kill_orders").selectAll().execute(),
    await db.selectFrom("outbox").selectAll().execute(),
    writes().filter(({ method }) => !["chat.postEphemeral", "views.open"].includes(method)),
  ]);
}

it(`accepts none of ${HOSTILE.length * VARIANTS} hostile callbacks of ${HOSTILE.length} classes, and answers each kind alike`, async () => {
  const desk = await openDesk();
  const set = await stage(desk);
  const before = await decisions(desk);
  const answers = { unsigned: new Set<string>(), signed: new Set<string>() };
  const accepted: string[] = [];
  let sent = 0;
  for (const { name, kind, make, told } of HOSTILE) {
    for (let variant = 0; variant < VARIANTS; variant += 1) {
      // Of its own second, so that no two of them have the same signature by chance.
      desk.clock.now = new Date(desk.clock.now.getTime() + 1000);
      const request = await make(set, variant);
      const heard = desk.writes("chat.postEphemeral").length;
      const modals = desk.writes("views.open").length;
      answers[kind].add(JSON.stringify(await desk.send(request)));
      sent += 1;
      const words = desk.writes("chat.postEphemeral").slice(heard);
      const said = words.map(({ args }) => String(args["text"]));
      expect(said, name).toHaveLength(told === undefined ? 0 : 1);
      expect(said.join(""), name).toMatch(told ?? /^$/);
      const changed = (await decisions(desk)) !== before || desk.writes("views.open").length > modals;
      if (changed) accepted.push(`${name} ${variant}`);
    }
  }
  expect(accepted).toEqual([]);
  expect(sent).toBe(240);
  expect([...answers.unsigned].map((answer) => JSON.parse(answer) as object)).toEqual([
    expect.objectContaining({ status: 401 }),
  ]);
  expect([...answers.signed].map((answer) => JSON.parse(answer) as object)).toEqual([
    expect.objectContaining({ status: 200, body: "" }),
  ]);
  expect(new Set(desk.told(PEOPLE.nobody)).size).toBe(1);
  process.stdout.write(
    `${sent} hostile callbacks of ${HOSTILE.length} classes: ${accepted.length} accepted\n`,
  );
});
