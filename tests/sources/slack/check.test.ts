import { expect, it } from "vitest";

import { slack } from "../../../sources/slack/index.ts";
import type { Asked, Reply } from "../loopback.ts";
import { connect, refused, workspace } from "./workspace.ts";

const rooms = [{ id: "C1", name: "incidents", messages: [] }];

async function check(over: Record<string, Reply>, channels = "") {
  const serve = workspace(rooms);
  const answer = (asked: Asked): Reply => {
    const method = asked.path.replace("/api/", "");
    const headers = { date: "Sun, 01 Mar 2026 10:00:00 GMT" };
    if (over[method] !== undefined) return { headers, ...over[method] };
    return method === "auth.test"
      ? { headers, body: { ok: true, user: "sentinel", team: "acme" } }
      : { headers, ...serve(asked) };
  };
  return slack.check((await connect(answer, { channels })).client);
}

it("says who the bot is and what time it is there", async () => {
  expect(await check({})).toEqual({
    ok: true,
    identity: "sentinel in acme",
    problems: [],
    vendor_time: new Date("2026-03-01T10:00:00Z"),
  });
});

it.each([
  [{ "auth.test": refused("invalid_auth") }, "", "SLACK_BOT_TOKEN", /xoxb/],
  [
    { "conversations.list": refused("missing_scope", { needed: "channels:read" }) },
    "",
    "SLACK_BOT_TOKEN",
    /channels:read/,
  ],
  [
    { "conversations.history": refused("missing_scope", { needed: "channels:history" }) },
    "",
    "SLACK_BOT_TOKEN",
    /channels:history/,
  ],
  [{}, "nowhere", "SLACK_CHANNELS", /SLACK_CHANNELS/],
  [{ "conversations.list": { body: { ok: true, channels: [] } } }, "", "SLACK_CHANNELS", /invite/],
  [{ "auth.test": { status: 404, body: "not here" } }, "", "SLACK_API_URL", /address/],
])("with %j names the variable and what to do", async (over, channels, variable, hint) => {
  const { ok, problems } = await check(over, channels);
  expect(ok).toBe(false);
  expect(problems).toEqual([{ variable, message: expect.any(String), hint: expect.stringMatching(hint) }]);
});
