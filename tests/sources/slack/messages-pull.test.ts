import { describe, expect, it } from "vitest";

import { slackMessages } from "../../../sources/slack/messages.ts";
import { hours, pulled } from "../loopback.ts";
import { connect, type Message, refused, type Room, workspace } from "./workspace.ts";

const window = hours("10:00:00.000", "12:00:00.000");
/** A message id of 1 March 2026. */
const at = (clock: string, micros = "000000") => `${Date.parse(`2026-03-01T${clock}Z`) / 1000}.${micros}`;
const room = (messages: Message[], more: Partial<Room> = {}): Room => ({
  id: "C1",
  name: "incidents",
  messages,
  ...more,
});
const texts = (rows: Record<string, unknown>[]) => rows.map((row) => row["text"]);

describe("pull", () => {
  it("reads [from, to) to the microsecond, page by page", async () => {
    const messages = [
      { ts: at("09:59:59", "999999"), text: "before" },
      { ts: at("10:00:00"), text: "first" },
      { ts: at("11:59:59", "999999"), text: "last" },
      { ts: at("12:00:00"), text: "after" },
    ];
    const { client, asked } = await connect(workspace([room(messages)], 1));
    const { rows, pages, failure } = await pulled(slackMessages, client, window);
    expect(failure).toBeUndefined();
    expect(texts(rows)).toEqual(["last", "first"]);
    expect(pages.map(({ api, parent }) => [api, parent])).toEqual([
      ["conversations.history", "C1/incidents"],
      ["conversations.history", "C1/incidents"],
    ]);
    expect(asked[1]?.headers.authorization).toBe("Bearer xoxb-1");
    expect(asked[1]?.query.get("limit")).toBe("200");
  });

  it("finds replies of the window in threads of the window and of the week before, each once", async () => {
    const old = {
      ts: `${Date.parse("2026-02-24T10:00:00Z") / 1000}.000100`,
      reply_count: 2,
      latest_reply: at("11:00:00"),
      text: "old",
    };
    const ancient = { ...old, ts: `${Date.parse("2026-02-20T10:00:00Z") / 1000}.000100`, text: "ancient" };
    const quiet = {
      ...old,
      ts: `${Date.parse("2026-02-25T10:00:00Z") / 1000}.000100`,
      latest_reply: at("09:00:00"),
      text: "quiet",
    };
    const fresh = { ts: at("10:30:00"), reply_count: 2, latest_reply: at("12:30:00"), text: "fresh" };
    const reply = (clock: string, thread_ts: string, text: string) => ({ ts: at(clock), thread_ts, text });
    const shared = { ...reply("10:40:00", fresh.ts, "shared"), subtype: "thread_broadcast" };
    const { client, asked } = await connect(
      workspace([
        room([old, ancient, quiet, fresh, shared], {
          replies: {
            [old.ts]: [reply("09:30:00", old.ts, "too early"), reply("11:00:00", old.ts, "late answer")],
            [ancient.ts]: [reply("11:00:00", ancient.ts, "out of reach")],
            [fresh.ts]: [shared, reply("12:30:00", fresh.ts, "too late")],
          },
        }),
      ]),
    );
    const { rows } = await pulled(slackMessages, client, window);
    expect(texts(rows)).toEqual(["shared", "fresh", "late answer"]);
    const threads = asked.filter(({ path }) => path.endsWith("replies")).map(({ query }) => query.get("ts"));
    expect(threads).toEqual([fresh.ts, old.ts]);
  });

  it("reads the channels it is told to, by name or id, else all that the bot is in", async () => {
    const rooms = [
      room([{ ts: at("10:10:00"), text: "one" }]),
      room([{ ts: at("10:20:00"), text: "two" }], { id: "C2", name: "deploys" }),
      room([{ ts: at("10:30:00"), text: "three" }], { id: "C3", name: "random" }),
      room([], { id: "C4", name: "elsewhere", is_member: false }),
    ];
    const read = async (channels: string) =>
      texts(
        (await pulled(slackMessages, (await connect(workspace(rooms), { channels })).client, window)).rows,
      );
    expect(await read("")).toEqual(["one", "two", "three"]);
    expect(await read("#deploys, C1")).toEqual(["two", "one"]);
  });

  it("reads every channel that can be read before it reports those that cannot", async () => {
    const rooms = [
      room([], { id: "C0", name: "closed", is_member: false }),
      room([{ ts: at("10:10:00"), text: "one" }]),
    ];
    const { client } = await connect(workspace(rooms), { channels: "closed,nowhere,incidents" });
    const { rows, failure } = await pulled(slackMessages, client, window);
    expect(texts(rows)).toEqual(["one"]);
    expect(failure).toMatchObject({
      kind: "denied",
      message:
        "Slack shows no channel nowhere; Slack conversations.history answered not_in_channel for channel C0",
      hint: expect.stringContaining("SLACK_CHANNELS"),
    });
  });

  it("asks for the list of channels once for all windows, and gives one empty page for silence", async () => {
    const silent = Array.from({ length: 60 }, (_, n) => room([], { id: `C${n}`, name: `room-${n}` }));
    const { client, asked } = await connect(workspace(silent));
    const [one] = await Promise.all([
      pulled(slackMessages, client, window),
      pulled(slackMessages, client, window),
    ]);
    expect(one.pages).toEqual([{ items: [], api: "conversations.history" }]);
    expect(asked.filter(({ path }) => path.endsWith("conversations.list"))).toHaveLength(1);
  });

  it("reads on when a thread is deleted while it is read", async () => {
    const thread = { ts: at("10:30:00"), reply_count: 1, latest_reply: at("11:00:00"), text: "thread" };
    const serve = workspace([room([thread, { ts: at("10:10:00"), text: "one" }])]);
    const { client } = await connect((asked) =>
      asked.path.endsWith("replies") ? refused("thread_not_found") : serve(asked),
    );
    const { rows, failure } = await pulled(slackMessages, client, window);
    expect(failure).toBeUndefined();
    expect(texts(rows)).toEqual(["thread", "one"]);
  });

  it("reads public channels with a token that may not list private ones", async () => {
    const serve = workspace([room([{ ts: at("10:10:00"), text: "one" }])]);
    const { client } = await connect((asked) =>
      asked.query.get("types")?.includes("private")
        ? refused("missing_scope", { needed: "groups:read" })
        : serve(asked),
    );
    const { rows, warnings } = await pulled(slackMessages, client, window);
    expect(texts(rows)).toEqual(["one"]);
    expect(warnings).toEqual([expect.stringContaining("groups:read")]);
  });
});
