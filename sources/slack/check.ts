import { z } from "zod";

import { maybeText } from "../../src/contracts/lenient.ts";
import type { CheckResult } from "../../src/contracts/source.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { messageOf } from "../../src/errors.ts";
import { channelsToRead } from "./channel-list.ts";
import type { SlackClient } from "./client.ts";

const Identity = z.object({ user: maybeText, team: maybeText });

/** auth.test for the token, conversations.list for channels:read, one message of one channel for channels:history. */
export async function checkSlack(client: SlackClient): Promise<CheckResult> {
  const problems: CheckResult["problems"] = [];
  let identity = "";
  try {
    const { user, team } = Identity.parse(await client.call("auth.test"));
    identity = `${user ?? "a bot"} in ${team ?? "a workspace"}`;
    // Private channels are a choice of whoever installed the app: without groups:read nothing is wrong.
    const { channels, refused } = await channelsToRead(client, () => {});
    for (const error of refused) problems.push(problemOf(error, "SLACK_CHANNELS"));
    const [channel] = channels;
    if (channel !== undefined) await client.call("conversations.history", { channel: channel.id, limit: 1 });
    if (channel === undefined && refused.length === 0) {
      const hint = "invite the bot to the channels whose talk matters";
      problems.push({ variable: "SLACK_CHANNELS", message: "the bot is in no channel", hint });
    }
  } catch (error) {
    problems.push(problemOf(error, "SLACK_BOT_TOKEN"));
  }
  return { ok: problems.length === 0, identity, problems, vendor_time: client.vendor_time() };
}

function problemOf(error: unknown, variable: string): CheckResult["problems"][number] {
  const denied = error instanceof UpstreamError && error.kind === "denied";
  return {
    variable: denied ? variable : "SLACK_API_URL",
    message: messageOf(error),
    hint:
      (denied ? error.hint : undefined) ??
      "see that this address is Slack's Web API and can be reached from here",
  };
}
