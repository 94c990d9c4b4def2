import { expect, it } from "vitest";

import { MOST_ATTEMPTS, pauseAfter } from "../../src/outbox/backoff.ts";
import { deliverDue } from "../../src/outbox/deliver.ts";
import { DeliveryError } from "../../src/outbox/delivery-error.ts";
import type { Handler } from "../../src/outbox/handler.ts";
import { listLetters } from "../../src/outbox/list-letters.ts";
import { replayDead } from "../../src/outbox/replay-dead.ts";
import { keepSecret } from "../../src/secrets/known.ts";
import { contextOf, openWorld, standing, START, store } from "./world.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const hook = (url: string) => ({ channel: "webhook" as const, cause: "apr_1", payload: { url } });
const audited = async (world: ReturnType<typeof openWorld>) =>
  (
    await world.state.db.selectFrom("audit").select(["kind", "subject", "actor"]).orderBy("seq").execute()
  ).map(({ kind, subject, actor }) => `${kind} ${subject} ${actor}`);

it("delivers what is due once, keeps the answer, and takes the same key only once", async () => {
  const world = openWorld();
  const seen: unknown[] = [];
  const context = contextOf(world, async (payload, { key, attempts, cause }) => {
    seen.push({ payload, key, attempts, cause });
    return { ts: "1.2" };
  });
  expect(await store(world.state, { key: "a", payload: { text: "hello" }, cause: "inc_1" })).toBe(true);
  expect(await store(world.state, { key: "a" })).toBe(false);

  expect(await deliverDue(context)).toEqual({ sent: 1, postponed: 0, dead: 0 });
  expect(await deliverDue(context)).toEqual({ sent: 0, postponed: 0, dead: 0 });
  expect(seen).toEqual([{ payload: { text: "hello" }, key: "a", attempts: 1, cause: "inc_1" }]);
  expect(await standing(world.state, "a")).toMatchObject({
    status: "sent",
    result: '{"ts":"1.2"}',
    sent_at: START.toISOString(),
  });
});

it("waits longer after each failure, ten minutes at most, and delivers when the other side is back", async () => {
  const world = openWorld();
  let up = false;
  const context = contextOf(world, async () => {
    if (!up) throw new Error("connect ECONNREFUSED");
  });
  await store(world.state, { key: "a" });
  const pauses: number[] = [];
  for (let tries = 0; tries < 12; tries += 1) {
    await deliverDue(context);
    const { next_at } = await standing(world.state, "a");
    pauses.push((Date.parse(next_at) - world.clock.at.getTime()) / 1000);
    world.clock.at = new Date(next_at);
  }
  // The lower ends of the pauses: chance adds up to as much again.
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  up = true;
  await deliverDue(context);
  expect(await standing(world.state, "a")).toMatchObject({ status: "sent", attempts: 13, error: null });
});

it("obeys Retry-After, for all letters to Slack and for one receiver of a webhook alone", async () => {
  const world = openWorld();
  const tried: string[] = [];
  const limited: Handler = async (_payload, { key }) => {
    tried.push(key);
    if (world.clock.at.getTime() < START.getTime() + 20 * MINUTE)
      throw new DeliveryError("ratelimited", { retry_after_ms: 20 * MINUTE });
  };
  const context = contextOf(world, limited);
  const later = new Date(START.getTime() + MINUTE);
  await store(world.state, { key: "first" });
  await store(world.state, { key: "second", at: later });
  await store(world.state, { key: "hook", ...hook("https://a.example") });
  await store(world.state, { key: "other hook", ...hook("https://b.example"), at: later });
  await deliverDue(context);
  expect(tried.toSorted()).toEqual(["first", "hook"]);

  world.pass(19 * MINUTE);
  await deliverDue(context);
  expect(tried.slice(2)).toEqual(["other hook"]);
  world.pass(MINUTE);
  await deliverDue(context);
  expect(tried.slice(3).toSorted()).toEqual(["first", "hook", "second"]);
});

it("keeps the order of one subject, and lets nothing wait for another's", async () => {
  const world = openWorld();
  const arrived: string[] = [];
  let down = true;
  const context = contextOf(world, async (_payload, { key, cause }) => {
    if (down && cause === "apr_1") throw new Error("down");
    arrived.push(key);
  });
  for (const cause of ["apr_1", "apr_2"]) {
    await store(world.state, { key: `${cause} asked`, channel: "slack_approval", cause });
    await store(world.state, { key: `${cause} decided`, channel: "slack_update", cause });
    await store(world.state, { key: `${cause} done`, channel: "slack_update", cause });
  }
  await store(world.state, {
    key: "push",
    channel: "webhook",
    cause: "apr_1b",
    payload: { url: "https://a.example" },
  });
  await deliverDue(context);
  expect(arrived.filter((key) => key.startsWith("apr_1"))).toEqual([]);
  expect(arrived).toContain("push");
  expect(arrived.filter((key) => key.startsWith("apr_2"))).toEqual([
    "apr_2 asked",
    "apr_2 decided",
    "apr_2 done",
  ]);

  down = false;
  world.pass(MINUTE);
  await deliverDue(context);
  expect(arrived.filter((key) => key.startsWith("apr_1 "))).toEqual([
    "apr_1 asked",
    "apr_1 decided",
    "apr_1 done",
  ]);
});

it("gives up at a refusal and after three days of trying; what is dead can be replayed, and both are audited", async () => {
  const world = openWorld();
  let refuses = true;
  const context = contextOf(world, async (_payload, { key }) => {
    if (refuses) throw new DeliveryError("channel_not_found", { permanent: key === "refused" });
  });
  await store(world.state, { key: "refused" });
  await store(world.state, { key: "tried" });
  await deliverDue(context);
  expect(await standing(world.state, "refused")).toMatchObject({ status: "dead", attempts: 1 });

  const pauses = Array.from({ length: MOST_ATTEMPTS }, (_, n) => pauseAfter(n + 1, 0.5));
  expect(pauses.reduce((sum, pause) => sum + pause) / DAY).toBeCloseTo(3, 1);
  await world.state.db
    .updateTable("outbox")
    .set({ attempts: MOST_ATTEMPTS - 1, next_at: START.toISOString() })
    .where("key", "=", "tried")
    .execute();
  await deliverDue(context);
  expect((await listLetters(world.state, "dead")).map(({ key, error }) => [key, error])).toEqual([
    ["refused", "channel_not_found"],
    ["tried", "channel_not_found"],
  ]);

  refuses = false;
  const by = { name: "dev-a", via: "cli" } as const;
  const [dead] = await listLetters(world.state, "dead");
  expect(await replayDead(world.state, dead?.id ?? 0, { by, at: world.clock.at })).toEqual([dead?.id]);
  await expect(replayDead(world.state, dead?.id ?? 0, { by, at: world.clock.at })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(replayDead(world.state, 99, { by, at: world.clock.at })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await replayDead(world.state, "all", { by, at: world.clock.at })).toHaveLength(1);
  expect(await deliverDue(context)).toEqual({ sent: 2, postponed: 0, dead: 0 });
  expect(await audited(world)).toEqual([
    "outbox.dead refused sentinel",
    "outbox.dead tried sentinel",
    "outbox.replayed refused dev-a",
    "outbox.replayed tried dev-a",
  ]);
});

it("hands no secret to a way out, and keeps none of an error", async () => {
  const world = openWorld();
  keepSecret("hunter2-hunter2");
  const said: string[] = [];
  const context = contextOf(world, async (payload) => {
    said.push(JSON.stringify(payload));
    throw new Error("refused: hunter2-hunter2");
  });
  await store(world.state, {
    key: "a",
    payload: { text: "key hunter2-hunter2", lines: [{ token: "ghp_0123456789abcdefABCD" }] },
  });
  await deliverDue(context);
  expect(said).toEqual(['{"text":"key [redacted]","lines":[{"token":"[redacted]"}]}']);
  expect(await standing(world.state, "a")).toMatchObject({ error: "refused: [redacted]" });
});
