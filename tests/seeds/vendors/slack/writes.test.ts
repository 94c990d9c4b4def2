import { LogLevel, WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";

import { valueAt } from "../../../../seeds/row.ts";
import { configOf, listOf } from "../serve-rows.ts";
import { message, stamps, ts, workspace } from "./workspace.ts";

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
