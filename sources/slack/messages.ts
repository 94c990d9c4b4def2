import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable } from "../../src/contracts/table.ts";
import type { SlackClient } from "./client.ts";
import { messagePages } from "./message-pages.ts";
import { timeOfTs } from "./slack-time.ts";

const Upstream = z.object({
  ts: z.string().min(1),
  channel: z
    .union([z.string().min(1), z.object({ id: lenient.anId, name: lenient.maybeName })])
    .nullable()
    .catch(null),
  thread_ts: lenient.maybeName,
  user: lenient.maybeName,
  bot_id: lenient.maybeName,
  subtype: lenient.maybeName,
  text: lenient.maybeText,
  attachments: z
    .array(lenient.maybeObject({ fallback: lenient.maybeName, text: lenient.maybeName }))
    .catch([]),
  reply_count: lenient.maybeInt,
  reactions: z.array(lenient.maybeObject({ count: lenient.maybeInt })).catch([]),
  edited: lenient.maybeObject({ ts: lenient.maybeText }),
});
type Upstream = z.infer<typeof Upstream>;

/**
 * Slack messages with the replies of threads.
 * Upstream: conversations.history and conversations.replies of each channel that is read.
 */
export const slackMessages = defineTable({
  name: "slack_messages",
  grain: "one row per message or reply",
  key: ["channel_id", "ts"],
  time: "sent_at",
  time_moves: false,
  // Edits, reactions and reply counts change a message after it is sent.
  lookback_minutes: 1440,
  row: z.object({
    channel_id: column.id("Channel it was sent to; joins to slack_channels.channel_id"),
    ts: column.id("Slack's id of the message within the channel"),
    channel: column.text("Name of the channel, without #"),
    thread_ts: column.text("The ts of the message that began the thread; null outside of threads"),
    user_id: column.text("Member who sent it; null for some bots"),
    bot_id: column.text("Bot that sent it; null for people"),
    subtype: column.text("What kind of message, such as bot_message or channel_join; null for ordinary ones"),
    text: column.text("Text as sent, in Slack's markup; of a message without text, that of its attachments"),
    reply_count: column.int("Replies, on the message that began a thread"),
    reactions: column.int("Reactions of all kinds together"),
    sent_at: column.time("When it was sent, UTC, to the microsecond"),
    edited_at: column.at("When it was last edited, UTC"),
  }),
  feed: {
    slicing: { kind: "window", hours: 168 },
    endpoint: "conversations.history, conversations.replies",
    scope: "channels:read, channels:history; groups:read, groups:history for private channels",
    pull: (client: SlackClient, window, context) =>
      lenient.oddFieldsTold(messagePages(client, window, context), Upstream, context.warn),
  },
  map: (item, { parent }) => [toRow(lenient.readAs(Upstream, item, "message"), parent)],
});

function toRow(message: Upstream, parent: string | undefined) {
  const { id, name } = channelOf(message, parent ?? "");
  return {
    channel_id: lenient.readAs(lenient.anId, id, "message.channel"),
    ts: message.ts,
    channel: name,
    thread_ts: message.thread_ts,
    user_id: message.user,
    bot_id: message.bot_id,
    subtype: message.subtype,
    text: message.text === "" ? attachedText(message) : message.text,
    reply_count: message.reply_count,
    reactions: message.reactions.reduce((sum, reaction) => sum + (reaction?.count ?? 0), 0),
    sent_at: lenient.readAs(lenient.aTime, timeOfTs(message.ts), "message.ts"),
    edited_at: message.edited === null ? null : (timeOfTs(message.edited.ts ?? "") ?? null),
  };
}

/**
 * `parent` is `id/name` as the pull gives it. An import gives one of the two alone or nothing; then the message may
 * say it itself, as search results and events do.
 */
function channelOf({ channel }: Upstream, parent: string): { id: string; name: string | null } {
  const [place = "", name] = parent.split("/", 2);
  if (name !== undefined) return { id: place, name: name === "" ? null : name };
  if (typeof channel === "object" && channel !== null) return { id: channel.id, name: channel.name };
  return { id: channel ?? place, name: place === "" ? null : place };
}

/** Alerts of other tools often say everything in attachments. */
function attachedText({ attachments }: Upstream): string {
  return attachments.flatMap((attachment) => attachment?.text ?? attachment?.fallback ?? []).join("\n");
}
