import { describe, expect, it } from "vitest";

import { listOf, range } from "../serve-rows.ts";
import { message, stamps, ts, walk, workspace } from "./workspace.ts";

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
