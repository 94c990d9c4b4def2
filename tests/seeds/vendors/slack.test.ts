import { LogLevel, WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";

import { type SeedRow, valueAt } from "../../../seeds/row.ts";
import type { FaultPlan } from "../../../seeds/vendors/faults.ts";
import { clientOf, configOf, get, type Get, listOf, range, seedOf, serve } from "./serve-rows.ts";

function ts(seconds: number): string {
  return `${1_785_000_000 + seconds}.000100`;
}

function message(seconds: number, more: SeedRow = {}): SeedRow {
  return { type: "message", ts: ts(seconds), user: "U1", text: `message ${seconds}`, ...more };
}

async function workspace(
  messages: SeedRow[],
  more: Record<string, SeedRow[]> = {},
  faults: FaultPlan[] = [],
) {
  const seed = seedOf("s", { slack_messages: messages, ...more }, { slack: "incidents" });
  const servers = await serve([seed], { faults });
  const ask = clientOf(servers, "slack");
  const channels = listOf((await ask("conversations.list")).body, "channels");
  return { servers, ask, channel: String(channels[0]?.["id"]) };
}

async function walk(ask: Get, method: string, query: Record<string, string>): Promise<SeedRow[][]> {
  const pages: SeedRow[][] = [];
  let cursor = "";
  do {
    const { body } = await ask(method, cursor === "" ? query : { ...query, cursor });
    pages.push(listOf(body, "messages"));
    cursor = String(valueAt(body, "response_metadata", "next_cursor"));
  } while (cursor !== "");
  return pages;
}

const stamps = (rows: SeedRow[]) => rows.map((row) => row["ts"]);

describe("Slack history", () => {
  it("pages newest first to the end, each message once", async () => {
    const { ask, channel } = await workspace(range(25).map((index) => message(index)));
    const pages = await walk(ask, "conversations.history", { channel, limit: "10" });
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(stamps(pages.flat())).toEqual(range(25).toReversed().map(ts));
  });

  it("excludes oldest and latest unless inclusive", async () => {
    const { ask, channel } = await workspace(range(6).map((index) => message(index)));
    const query = { channel, oldest: ts(1), latest: ts(4) };
    const seen = async (more: Record<string, string>) =>
      stamps(listOf((await ask("conversations.history", { ...query, ...more })).body, "messages"));
    expect(await seen({})).toEqual([ts(3), ts(2)]);
    expect(await seen({ inclusive: "true" })).toEqual([ts(4), ts(3), ts(2), ts(1)]);
  });

  it("keeps replies in their threads, tells the parent of them, and leaves a stone for a deleted parent", async () => {
    const { ask, channel } = await workspace([
      message(0),
      message(10, { thread_ts: ts(0), user: "U2" }),
      message(20, { thread_ts: ts(0), subtype: "thread_broadcast" }),
      message(31, { thread_ts: ts(30) }),
    ]);
    const [stone, broadcast, parent] = listOf(
      (await ask("conversations.history", { channel })).body,
      "messages",
    );
    expect(stone).toMatchObject({ ts: ts(30), subtype: "tombstone", reply_count: 1 });
    expect(broadcast).toMatchObject({ ts: ts(20), thread_ts: ts(0) });
    expect(parent).toMatchObject({
      ts: ts(0),
      thread_ts: ts(0),
      reply_count: 2,
      latest_reply: ts(20),
      reply_users: ["U2", "U1"],
    });
    const thread = await walk(ask, "conversations.replies", { channel, ts: ts(0), limit: "2" });
    expect(thread.map(stamps)).toEqual([[ts(0), ts(10)], [ts(20)]]);
    expect((await ask("conversations.replies", { channel, ts: ts(99) })).body).toMatchObject({
      ok: false,
      error: "thread_not_found",
    });
  });
});

describe("Slack channels and access", () => {
  it("derives channels from messages, and keeps those that are stated", async () => {
    const stated = { id: "C0000000001", name: "deploys", num_members: 9, is_archived: true };
    const { servers, ask } = await workspace(
      [message(1), message(2, { _in: "#deploys" }), message(3, { _in: "C0000000001" })],
      { slack_channels: [stated] },
    );
    const channels = listOf((await ask("conversations.list")).body, "channels");
    expect(channels.map((each) => each["name"])).toEqual(["deploys", "incidents"]);
    expect(channels[1]?.["id"]).toMatch(/^C[0-9A-V]{10}$/);
    expect(configOf(servers, "slack")["channels"]).toBe("deploys,incidents");
    const rows = listOf((await ask("conversations.history", { channel: "C0000000001" })).body, "messages");
    expect(stamps(rows)).toEqual([ts(3), ts(2)]);
    expect(rows[0]).not.toHaveProperty("_in");
    expect(
      listOf((await ask("conversations.list", { exclude_archived: "true" })).body, "channels"),
    ).toHaveLength(1);
    const info = { channel: "C0000000001", include_num_members: "true" };
    expect((await ask("conversations.info", info)).body).toMatchObject({
      ok: true,
      channel: { num_members: 9 },
    });
    expect((await ask("users.info", { user: "U1" })).body).toMatchObject({ ok: true, user: { id: "U1" } });
  });

  it("answers 200 with ok:false for what is wrong", async () => {
    const { servers, ask, channel } = await workspace([message(1)]);
    const error = async (method: string, query: Record<string, string>) => {
      const { status, body } = await ask(method, query);
      return [status, valueAt(body, "ok"), valueAt(body, "error")];
    };
    expect(await error("conversations.history", { channel: "C404" })).toEqual([
      200,
      false,
      "channel_not_found",
    ]);
    expect(await error("conversations.history", { channel, limit: "1000" })).toEqual([
      200,
      false,
      "invalid_limit",
    ]);
    expect(await error("conversations.history", { channel, cursor: "x" })).toEqual([
      200,
      false,
      "invalid_cursor",
    ]);
    expect(await error("conversations.history", { channel, oldest: "soon" })).toEqual([
      200,
      false,
      "invalid_ts_oldest",
    ]);
    expect(await error("conversations.history", { channel, since: "1" })).toEqual([
      200,
      false,
      "invalid_arguments",
    ]);
    expect(await error("conversations.nothing", {})).toEqual([200, false, "unknown_method"]);
    const url = new URL("auth.test", configOf(servers, "slack")["api_url"]);
    expect((await get(url)).body).toEqual({ ok: false, error: "not_authed" });
    expect((await get(url, {}, { authorization: "Bearer xoxb-none" })).body).toEqual({
      ok: false,
      error: "invalid_auth",
    });
  });

  it("refuses what is over the limit with 429 and Retry-After", async () => {
    const limits = { slack: { requests: 1, window_ms: 60_000 } };
    const ask = clientOf(await serve([seedOf("s", { slack_messages: [message(1)] })], { limits }), "slack");
    await ask("auth.test");
    const { status, headers, body } = await ask("auth.test");
    expect([status, valueAt(body, "error")]).toEqual([429, "ratelimited"]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(50);
  });

  it("serves the official client, which posts forms", async () => {
    const { servers, channel } = await workspace([
      ...range(7).map((index) => message(index)),
      message(9, { thread_ts: ts(0) }),
    ]);
    const { api_url = "", bot_token = "" } = configOf(servers, "slack");
    const client = new WebClient(bot_token, { slackApiUrl: api_url, logLevel: LogLevel.ERROR });
    expect(await client.auth.test()).toMatchObject({ ok: true, team: "s" });
    const seen: unknown[] = [];
    for await (const page of client.paginate("conversations.history", { channel, limit: 3 })) {
      seen.push(...listOf(page, "messages").map((row) => row["ts"]));
    }
    expect(seen).toEqual(range(7).toReversed().map(ts));
    const replies = await client.conversations.replies({ channel, ts: ts(0) });
    expect(replies.messages?.map((reply) => reply.ts)).toEqual([ts(0), ts(9)]);
    await expect(client.conversations.history({ channel: "C404" })).rejects.toThrow("channel_not_found");
  });
});

describe("Slack writes", () => {
  const text = "hello";
  const metadata = JSON.stringify({ event_type: "letter", event_payload: { key: "k1" } });

  it("keeps what is posted and edited, and its metadata for who asks", async () => {
    const { servers, ask, channel } = await workspace([message(0)]);
    const { body } = await ask("chat.postMessage", { channel, text, metadata });
    const posted = String(valueAt(body, "ts"));
    await ask("chat.postMessage", { channel, text: "a reply", thread_ts: posted });
    await ask("chat.update", { channel, ts: posted, text: "hello again" });
    const history = async (query: Record<string, string>) =>
      listOf((await ask("conversations.history", { channel, ...query })).body, "messages");
    const [newest, ...others] = await history({ include_all_metadata: "true" });
    expect(newest).toMatchObject({
      ts: posted,
      text: "hello again",
      metadata: JSON.parse(metadata) as object,
    });
    expect(stamps(others)).toEqual([ts(0)]);
    expect((await history({}))[0]).not.toHaveProperty("metadata");
    expect(servers.slack_writes("s").map(({ method }) => method)).toEqual([
      "chat.postMessage",
      "chat.postMessage",
      "chat.update",
    ]);
  });

  it("carries out a write whose answer is lost, and none that a limit refuses", async () => {
    const { servers, ask, channel } = await workspace([message(0)], {}, [
      { vendor: "slack", kind: "reset-mid-body", path: /postMessage/ },
      { vendor: "slack", kind: "limit-seconds", path: /postMessage/, from: 2 },
    ]);
    await expect(ask("chat.postMessage", { channel, text })).rejects.toThrow("terminated");
    expect(servers.slack_writes("s")).toHaveLength(1);
    expect((await ask("chat.postMessage", { channel, text })).status).toBe(429);
    expect(servers.slack_writes("s")).toHaveLength(1);
  });

  it.each([
    ["no_text", {}],
    ["invalid_blocks", { blocks: "[{}]" }],
    ["message_not_found", { text, ts: ts(99) }],
    ["cant_update_message", { text, ts: ts(0) }],
  ])("refuses with %s", async (error, query) => {
    const { ask, channel } = await workspace([message(0)]);
    const method = "ts" in query ? "chat.update" : "chat.postMessage";
    expect((await ask(method, { channel, ...query })).body).toMatchObject({ ok: false, error });
  });
});

it("takes files from Slack's own client, and shares them as one message of the thread", async () => {
  const { servers, ask, channel } = await workspace([message(0)]);
  const { api_url = "", bot_token = "" } = configOf(servers, "slack");
  const web = new WebClient(bot_token, {
    slackApiUrl: api_url,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 0 },
  });
  const { files } = await web.filesUploadV2({
    channel_id: channel,
    thread_ts: ts(0),
    initial_comment: "look",
    file_uploads: [
      { file: Buffer.from("one"), filename: "one.png" },
      { file: Buffer.from("two"), filename: "two.png" },
    ],
  });
  expect(files).toHaveLength(1);
  const [, share] = listOf((await ask("conversations.replies", { channel, ts: ts(0) })).body, "messages");
  expect(share).toMatchObject({
    text: "look",
    files: [
      { name: "one.png", size: 3 },
      { name: "two.png", size: 3 },
    ],
  });
});
