import { z } from "zod";

import { SentinelError } from "../errors.ts";
import type { Slack } from "./open-slack.ts";

const ID = /^[CG][A-Z0-9]{8,}$/;
const Page = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string().optional() })),
  response_metadata: z.object({ next_cursor: z.string() }).partial().optional(),
});

/**
 * The id of a channel given by id or name (a leading # is ignored): history and clicks know ids only. Upstream:
 * conversations.list (channels:read), asked for names alone. Throws `not_found`, or UpstreamError.
 */
export async function channelId(slack: Slack, wanted: string): Promise<string> {
  if (ID.test(wanted)) return wanted;
  const name = wanted.replace(/^#/, "");
  const known = slack.channel_ids.get(name);
  if (known !== undefined) return known;
  let cursor = "";
  do {
    const page = Page.parse(
      await slack.call("conversations.list", {
        limit: 1000,
        exclude_archived: true,
        ...(cursor !== "" && { cursor }),
      }),
    );
    const found = page.channels.find((channel) => channel.name === name);
    if (found !== undefined) {
      slack.channel_ids.set(name, found.id);
      return found.id;
    }
    const next = page.response_metadata?.next_cursor ?? "";
    cursor = next === cursor ? "" : next;
  } while (cursor !== "");
  throw new SentinelError("not_found", `Slack shows no channel ${wanted}`, {
    hint: "put the channel's id (C…) into SLACK_INCIDENTS_CHANNEL: a private one is known by its id only",
  });
}
