import { LogLevel, WebClient } from "@slack/web-api";
import { describe, expect, it } from "vitest";

import { valueAt } from "../../../../seeds/row.ts";
import { clientOf, configOf, get, listOf, range, seedOf, serve } from "../serve-rows.ts";
import { message, stamps, ts, workspace } from "./workspace.ts";

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
