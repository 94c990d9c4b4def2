/** Pull request events of GitHub at a server: signed, once, answered before the work, which outlives the process. */
import { createHmac, randomUUID } from "node:crypto";
import { hostname } from "node:os";

import { describe, expect, it } from "vitest";

import { createApp } from "../../src/api/app.ts";
import { assessAsked } from "../../src/jobs/assess-asked.ts";
import { createLogger } from "../../src/log.ts";
import { afterAnswer } from "../../src/slack/after-answer.ts";
import { LOUD, NEW, openGithubWorld, pull, REPO, sha, type GithubWorld } from "../risk/github-world.ts";
import { HOST } from "./house.ts";

const SECRET = "correct-horse-battery-staple";
const ENV = { GITHUB_WEBHOOK_SECRET: SECRET };
/** SENTINEL_PUSHES=200 SENTINEL_BURST=1 looks at each of 200 pushes by itself, in seven minutes. */
const PUSHES = Number(process.env["SENTINEL_PUSHES"] ?? 40);
/** Pushes that come faster than they are looked at. */
const BURST = Number(process.env["SENTINEL_BURST"] ?? 20);
const PATIENCE_MS = 60_000 + PUSHES * 5_000;

type Sending = { event?: string; id?: string; signature?: string | null; body?: string };

function serverOf({ sentinel }: GithubWorld) {
  const after = afterAnswer(createLogger({ level: "silent", json: true, colour: false, failed: () => {} }));
  const app = createApp(sentinel, { after });
  const send = async (payload: object, { event, id, signature, body }: Sending = {}) => {
    const text = body ?? JSON.stringify(payload);
    const signed = `sha256=${createHmac("sha256", SECRET).update(text).digest("hex")}`;
    const response = await app.request(`http://${HOST}/api/github/webhook`, {
      method: "POST",
      headers: {
        host: HOST,
        "content-type": "application/json",
        "x-github-event": event ?? "pull_request",
        "x-github-delivery": id ?? randomUUID(),
        ...(signature !== null && { "x-hub-signature-256": signature ?? signed }),
      },
      body: text,
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { send, idle: after.idle };
}

const event = (number: number, action = "synchronize", more: object = {}) => ({
  action,
  number,
  repository: { full_name: REPO },
  pull_request: { body: "<script>", nonce: randomUUID() },
  ...more,
});

const closed = (number: number, merged_at: string | null) =>
  event(number, "closed", { pull_request: { merged: merged_at !== null, merged_at } });

it(
  "answers first, then leaves one comment however many pushes there are",
  { timeout: PATIENCE_MS },
  async () => {
    const world = await openGithubWorld([pull(7, [LOUD])], { env: ENV });
    const { send, idle } = serverOf(world);
    for (let push = 1; push <= PUSHES; push += 1) {
      await world.push(7, sha(0x1000 + push));
      expect(await send(event(7))).toEqual({ status: 202, body: { taken: true } });
      if (push % BURST === 0) await idle();
    }
    await idle();
    const last = sha(0x1000 + PUSHES);
    expect((await world.comments(7)).map(({ body }) => String(body).includes(last.slice(0, 7)))).toEqual([
      true,
    ]);
    expect(await world.statuses(last)).toMatchObject([{ state: "failure" }]);
    process.stdout.write(`${PUSHES} pushes, ${world.writes() - PUSHES} writes by Sentinel, 1 comment\n`);
    expect(await world.sentinel.state().db.selectFrom("pulls_to_assess").selectAll().execute()).toEqual([]);
  },
);

it("takes nothing that is not signed, in one and the same words", async () => {
  const world = await openGithubWorld([pull(8, [NEW])], { env: ENV });
  const { send, idle } = serverOf(world);
  const other = createHmac("sha256", "another")
    .update(JSON.stringify(event(8)))
    .digest("hex");
  const wrong = [
    null,
    "",
    "sha256=",
    `sha256=${"0".repeat(64)}`,
    `sha1=${other}`,
    `sha256=${other}, sha256=${other}`,
  ];
  const answers = await Promise.all(wrong.map((signature) => send(event(8), { signature })));
  expect(answers.map(({ status }) => status)).toEqual(wrong.map(() => 401));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  // Without a secret no signature is right.
  const open = serverOf(await openGithubWorld([pull(8, [NEW])]));
  expect((await open.send(event(8))).status).toBe(401);
  await idle();
  expect(world.writes()).toBe(0);
});

it("does nothing twice: a delivery sent again, and its body under another id", async () => {
  const world = await openGithubWorld([pull(8, [NEW])], { env: ENV });
  const { send, idle } = serverOf(world);
  const payload = event(8, "opened");
  const first = await send(payload, { id: "1f0c" });
  await idle();
  const before = world.writes();
  const again = [
    await send(payload, { id: "1f0c" }),
    await send(payload),
    await send(event(8), { id: "1f0c" }),
  ];
  await idle();
  expect([first, ...again].map(({ status }) => status)).toEqual([202, 200, 200, 200]);
  expect(again.map(({ body }) => body)).toEqual(again.map(() => ({ repeated: true })));
  expect(world.writes()).toBe(before);
});

describe("what does not concern it", () => {
  it("is signed and ignored; what is no event is refused", async () => {
    const world = await openGithubWorld([pull(8, [NEW])], { env: ENV });
    const { send, idle } = serverOf(world);
    expect(await send({ zen: "x" }, { event: "ping" })).toEqual({ status: 200, body: { pong: true } });
    expect((await send({}, { event: "push" })).status).toBe(202);
    expect((await send(event(8, "labeled"))).body).toEqual({ ignored: "nothing changes by it" });
    const other = await send(event(8, "opened", { repository: { full_name: "stranger/shop" } }));
    expect(other).toMatchObject({
      status: 202,
      body: { ignored: expect.stringContaining("GITHUB_REPOS") as string },
    });
    expect((await send({}, { body: "payload=%7B%7D" })).status).toBe(422);
    expect((await send(event(-1))).status).toBe(422);
    expect((await send(event(8, "opened", { title: "x".repeat(1_100_000) }))).status).toBe(413);
    await idle();
    expect(world.writes()).toBe(0);
  });

  it("is not a long text: 65,536 characters of the widest kind are taken", async () => {
    const world = await openGithubWorld([pull(8, [NEW])], { env: ENV });
    const { send, idle } = serverOf(world);
    const body = JSON.stringify(event(8, "opened", { text: "\u0001".repeat(65_536) }));
    expect((await send({}, { body })).status).toBe(202);
    await idle();
    expect(await world.comments(8)).toHaveLength(1);
  });
});

it("has the history updated after a merge, and not after a request that was closed without one", async () => {
  const world = await openGithubWorld([pull(8, [NEW]), pull(9, [NEW])], { env: ENV });
  const { send, idle } = serverOf(world);
  const { db } = world.sentinel.state();
  const job = { tries: 0, retry_at: null, run_id: null, lease_by: null, lease_until: null };
  await db
    .insertInto("job_states")
    .values({ job: "risk", settled_to: "2026-01-01", ...job })
    .execute();
  const due = async () => (await db.selectFrom("job_states").select("retry_at").executeTakeFirst())?.retry_at;
  expect((await send(closed(9, null))).status).toBe(202);
  expect(await due()).toBeNull();
  const merge = closed(8, "2026-03-02T12:00:00Z");
  expect((await send(merge)).status).toBe(202);
  const first = await due();
  expect(first).toMatch(/^20/);
  expect((await send(merge)).body).toEqual({ repeated: true });
  await idle();
  expect(await due()).toBe(first);
  expect(await db.selectFrom("merges_to_measure").selectAll().execute()).toMatchObject([
    { repo: REPO, number: 8, merged_at: "2026-03-02T12:00:00.000Z" },
  ]);
});

it("loses nothing that it answered for to a process that died over it", async () => {
  const world = await openGithubWorld([pull(8, [NEW])], { env: ENV });
  const at = new Date().toISOString();
  const dead = { lease_by: `${hostname()}/4194305/x`, lease_until: "2999-01-01T00:00:00Z" };
  const asked = { repo: REPO, number: 8, version: 1, asked_at: at, tries: 0, next_at: at };
  const { db } = world.sentinel.state();
  await db
    .insertInto("pulls_to_assess")
    .values({ ...asked, ...dead })
    .execute();
  expect(await assessAsked(world.sentinel)).toBe(1);
  expect(await world.comments(8)).toHaveLength(1);
});

it("looks again when GitHub does not answer, and leaves a request that is gone", async () => {
  const down = { vendor: "github", kind: "error-500", path: /\/pulls\/8/, count: 40 } as const;
  const settings = { sync: { retries: 0 } };
  const world = await openGithubWorld([pull(8, [NEW])], { env: ENV, faults: [down], settings });
  const { send, idle } = serverOf(world);
  await send(event(8));
  await send(event(99));
  await idle();
  const waiting = await world.sentinel.state().db.selectFrom("pulls_to_assess").selectAll().execute();
  expect(waiting).toMatchObject([{ number: 8, tries: 1, lease_by: null }]);
  // Not due yet.
  expect(await assessAsked(world.sentinel)).toBe(0);
});
