import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import type { FaultPlan } from "../../seeds/vendors/faults.ts";
import { expireApprovals } from "../../src/gate/expire.ts";
import { propose } from "../../src/gate/propose.ts";
import { enqueue } from "../../src/outbox/enqueue.ts";
import { CHANNEL, type Desk, openDesk } from "./desk.ts";

const MINUTE_MS = 60_000;

/** How often each of our letters is in the workspace, by its key. */
function posted(desk: Desk): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { args } of desk.writes("chat.postMessage")) {
    const { event_payload } = args["metadata"] as { event_payload: { key: string } };
    counts.set(event_payload.key, (counts.get(event_payload.key) ?? 0) + 1);
  }
  return counts;
}

async function proposed(desk: Desk): Promise<string> {
  const args = { connection: "shop", trace_ids: ["loop-1"], reason: { kind: "no_progress" } };
  const by = { name: "sentinel", role: "operator", via: "auto" } as const;
  const made = await propose(desk.gate, { incident: { id: "inc_0000001" }, action: "kill_loop", args, by });
  if ("denied" in made) throw new Error(made.denied);
  return made.id;
}

async function tell(desk: Desk, text: string, channel = CHANNEL): Promise<void> {
  const letter = { channel: "slack_message", key: "notify:1", cause: "notify" } as const;
  await desk.state.write((db) => enqueue(db, { ...letter, payload: { channel, text }, at: desk.clock.now }));
}

async function later(desk: Desk, minutes: number): Promise<void> {
  desk.clock.now = new Date(desk.clock.now.getTime() + minutes * MINUTE_MS);
  await desk.deliver();
}

it.each(["posted", "ts_saved"])("posts once when its process is killed right after %s", async (point) => {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-slack-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "state.sqlite");
  const desk = await openDesk({ state: path });
  const id = await proposed(desk);
  const script = "tests/slack/deliver-until-killed.ts";
  const child = spawn(
    process.execPath,
    ["--import", "tsx", script, path, desk.api_url, desk.bot_token, point, desk.clock.now.toISOString()],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  const signal = await new Promise((resolve) => child.once("close", (_code, by) => resolve(by)));
  expect(signal).toBe("SIGKILL");
  expect([...posted(desk)]).toEqual([[`approval:${id}`, 1]]);
  await later(desk, 1);
  expect([...posted(desk)]).toEqual([
    [`approval:${id}`, 1],
    [`approval:${id}/1`, 1],
  ]);
  const { slack_channel, slack_ts } = await desk.state.db
    .selectFrom("approvals")
    .selectAll()
    .executeTakeFirstOrThrow();
  expect(slack_channel).toBe(CHANNEL);
  expect(slack_ts).toBe(desk.writes("chat.postMessage")[0]?.ts);
});

const lost = (from: number): FaultPlan => ({
  vendor: "slack",
  kind: "reset-mid-body",
  path: /chat\.postMessage/,
  from,
});

it("posts nothing twice when Slack's answers are lost", async () => {
  const desk = await openDesk({ faults: [lost(1), lost(2), lost(3)] });
  const id = await proposed(desk);
  await tell(desk, "Incident inc_1 opened: <!here> https://evil.example");
  for (let minutes = 0; minutes < 5; minutes += 1) await later(desk, minutes);
  expect(posted(desk)).toEqual(
    new Map([
      [`approval:${id}`, 1],
      [`approval:${id}/1`, 1],
      ["notify:1", 1],
    ]),
  );
  const left = await desk.state.db.selectFrom("outbox").select("key").where("status", "!=", "sent").execute();
  expect(left).toEqual([]);
});

it("does not take another app's message with its key for its own", async () => {
  const metadata = { event_type: "sentinel_letter", event_payload: { key: "notify:1" } };
  const copied = { _in: CHANNEL, ts: "1772452790.000100", bot_id: "B0OTHER", text: "hello", metadata };
  const failing: FaultPlan = { vendor: "slack", kind: "error-500", path: /chat\.postMessage/ };
  const desk = await openDesk({ messages: [copied], faults: [failing] });
  await tell(desk, "hello");
  await desk.deliver();
  expect(posted(desk).size).toBe(0);
  await later(desk, 1);
  expect([...posted(desk)]).toEqual([["notify:1", 1]]);
});

it("waits as long as Slack's Retry-After says", async () => {
  const desk = await openDesk({
    faults: [{ vendor: "slack", kind: "limit-seconds", path: /chat\.postMessage/, retry_after_s: 90 }],
  });
  await proposed(desk);
  await desk.deliver();
  await later(desk, 1);
  expect(posted(desk).size).toBe(0);
  await later(desk, 1);
  expect(posted(desk).size).toBe(2);
});

it("gives up at once what Slack refuses for good, and says which variable to look at", async () => {
  const desk = await openDesk();
  await tell(desk, "hello", "C0NOTTHERE");
  expect(await desk.deliver()).toEqual({ sent: 0, postponed: 0, dead: 1 });
  const [letter] = await desk.state.db.selectFrom("outbox").selectAll().execute();
  expect(letter?.error).toMatch(/channel_not_found/);
});

it("reminds once in the thread, and says in the message that it expired", async () => {
  const desk = await openDesk();
  const { ts, id } = await desk.ask("loop-1");
  desk.clock.now = new Date(desk.clock.now.getTime() + 181 * MINUTE_MS);
  for (let time = 0; time < 3; time += 1) {
    await expireApprovals(desk.gate);
    await later(desk, 5);
  }
  expect(posted(desk).get(`approval:${id}/reminder`)).toBe(1);
  desk.clock.now = new Date(desk.clock.now.getTime() + 60 * MINUTE_MS);
  await expireApprovals(desk.gate);
  await desk.deliver();
  expect(desk.shown(ts)).toContain("expired, no action taken");
  expect(desk.shown(ts)).not.toContain('"button"');
});
