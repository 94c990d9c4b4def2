import { describe, expect, it } from "vitest";

import { slackMessages } from "../../../sources/slack/messages.ts";

describe("map", () => {
  const message = {
    type: "message",
    ts: "1772359200.123456",
    thread_ts: "1772359200.123456",
    user: "U1",
    text: "down since <https://github.com/acme/shop/commit/2f9a1c4|2f9a1c4> &amp; rising",
    reply_count: 2,
    reactions: [
      { name: "eyes", count: 2 },
      { name: "fire", count: 1 },
    ],
    edited: { user: "U1", ts: "1772359260.000000" },
  };

  it("reads every column and keeps the text raw", () => {
    const [row] = slackMessages.map(message, { parent: "C1/incidents" });
    expect(slackMessages.row.parse(row)).toEqual({
      channel_id: "C1",
      ts: "1772359200.123456",
      channel: "incidents",
      thread_ts: "1772359200.123456",
      user_id: "U1",
      bot_id: null,
      subtype: null,
      text: message.text,
      reply_count: 2,
      reactions: 3,
      sent_at: "2026-03-01T10:00:00.123456Z",
      edited_at: "2026-03-01T10:01:00.000000Z",
    });
  });

  it("takes the channel from an import's place, the text of an alert from its attachments", () => {
    const alert = {
      ts: message.ts,
      bot_id: "B1",
      text: "",
      attachments: [{ fallback: "Build failed" }, { text: "on main" }],
    };
    expect(slackMessages.map(alert, { parent: "incidents" })[0]).toMatchObject({
      channel_id: "incidents",
      channel: "incidents",
      bot_id: "B1",
      text: "Build failed\non main",
      reactions: 0,
    });
  });

  it.each([
    ["C1/incidents", "deploys", ["C1", "incidents"]],
    ["C1/", undefined, ["C1", null]],
    ["incidents", "C1", ["C1", "incidents"]],
    [undefined, { id: "C1", name: "incidents" }, ["C1", "incidents"]],
    [undefined, "C1", ["C1", null]],
  ])("places a message of %s that says %j", (parent, channel, place) => {
    const [row] = slackMessages.map({ ...message, channel }, { parent });
    expect([row?.channel_id, row?.channel]).toEqual(place);
  });

  it.each([{ ts: undefined }, { ts: 1772359200.123456 }, { ts: "today" }])(
    "refuses a message with %j",
    (broken) => {
      expect(() => slackMessages.map({ ...message, ...broken }, { parent: "C1/incidents" })).toThrow(
        /^message\.\w+: /,
      );
    },
  );

  it("refuses a message that is nowhere", () => {
    expect(() => slackMessages.map(message, { parent: undefined })).toThrow(/^message\.\w+: /);
  });
});
