import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable, type Page, type PullContext } from "../../src/contracts/table.ts";
import { channelPages } from "./channel-list.ts";
import type { SlackClient } from "./client.ts";
import { EpochSeconds } from "./slack-time.ts";

const said = lenient.maybeObject({ value: lenient.maybeName });

const Upstream = z.object({
  id: lenient.anId,
  name: lenient.maybeText,
  is_archived: lenient.maybeFlag,
  is_private: lenient.maybeFlag,
  topic: said,
  purpose: said,
  num_members: lenient.maybeInt,
  created: EpochSeconds,
});

/** Slack channels, public and private, that the bot may see. Upstream: conversations.list. */
export const slackChannels = defineTable({
  name: "slack_channels",
  grain: "one row per channel",
  key: ["channel_id"],
  time: "created_at",
  time_moves: false,
  lookback_minutes: 0,
  row: z.object({
    channel_id: column.id("Slack's id; joins to slack_messages.channel_id"),
    channel: column.text("Name, without #"),
    is_archived: column.flag("Closed for new messages"),
    is_private: column.flag("Only members see it"),
    topic: column.text("Topic, as set by a member"),
    purpose: column.text("Purpose, as set by a member"),
    members: column.int("Number of members"),
    created_at: column.time("When it was made, UTC"),
  }),
  feed: {
    slicing: { kind: "snapshot" },
    endpoint: "conversations.list",
    scope: "channels:read; groups:read for private channels",
    pull: (client: SlackClient, _window, context) =>
      lenient.oddFieldsTold(pull(client, context), Upstream, context.warn),
  },
  map: (item) => {
    const channel = lenient.readAs(Upstream, item, "channel");
    return [
      {
        channel_id: channel.id,
        channel: channel.name,
        is_archived: channel.is_archived,
        is_private: channel.is_private,
        topic: channel.topic?.value ?? null,
        purpose: channel.purpose?.value ?? null,
        members: channel.num_members,
        created_at: channel.created,
      },
    ];
  },
});

async function* pull(client: SlackClient, { signal, warn }: PullContext): AsyncGenerator<Page> {
  for await (const page of channelPages(client, warn, signal)) yield { ...page, api: "conversations.list" };
}
