/** chat.postMessage, .update and .postEphemeral: what they accept becomes history. */
import { isRow, type SeedRow, textAt, valueAt } from "../../row.ts";
import type { SlackWorkspace } from "./account.ts";
import { checkBlocks } from "./block-limits.ts";
import type { Channel } from "./channels.ts";
import { channelOf, readable } from "./conversations.ts";
import { BOT } from "./ids.ts";
import { allowOnly, flag, SlackError } from "./parameters.ts";
import { type Message, microsOfTs } from "./threads.ts";

const CONTENT = ["channel", "text", "blocks", "attachments", "parse", "link_names", "metadata"];
const LONGEST_TEXT = 40_000;

/** A new message, or a reply in a thread. */
export function postMessage(workspace: SlackWorkspace, params: URLSearchParams, now: Date): SeedRow {
  allowOnly(params, ...CONTENT, "thread_ts", "reply_broadcast", "mrkdwn", "unfurl_links", "unfurl_media");
  const channel = writable(workspace, params.get("channel"));
  const content = {
    bot_id: BOT.bot_id,
    app_id: BOT.app_id,
    team: workspace.team_id,
    ...contentOf(params),
  };
  const { ts, row } = addMessage(channel, content, params, now);
  record(workspace, "chat.postMessage", params, ts);
  return { ok: true, channel: channel.id, ts, message: row };
}

/** Puts a message of the bot's into the channel, or into the thread that the arguments name. */
export function addMessage(
  channel: Channel,
  content: SeedRow,
  params: URLSearchParams,
  now: Date,
): { ts: string; row: SeedRow } {
  const thread_ts = params.get("thread_ts") ?? undefined;
  if (thread_ts !== undefined && messageAt(channel.top, thread_ts) === undefined)
    throw new SlackError("thread_not_found");
  const ts = nextTs(channel, now);
  const broadcast = flag(params, "reply_broadcast");
  const row: SeedRow = {
    type: "message",
    user: BOT.user,
    ts,
    ...content,
    ...(thread_ts !== undefined && { thread_ts }),
    ...(broadcast && { subtype: "thread_broadcast" }),
  };
  const message = { at: microsOfTs(ts) ?? 0, row };
  if (thread_ts !== undefined)
    channel.replies.set(thread_ts, [...(channel.replies.get(thread_ts) ?? []), message]);
  if (thread_ts === undefined || broadcast) channel.top.unshift(message);
  return { ts, row };
}

/** Only the bot's own messages; what is not given stays. */
export function updateMessage(workspace: SlackWorkspace, params: URLSearchParams): SeedRow {
  allowOnly(params, ...CONTENT, "ts", "as_user", "file_ids", "reply_broadcast");
  const channel = writable(workspace, params.get("channel"));
  const ts = params.get("ts") ?? "";
  const message = messageAt([...channel.top, ...[...channel.replies.values()].flat()], ts);
  if (message === undefined) throw new SlackError("message_not_found");
  if (message.row["bot_id"] !== BOT.bot_id) throw new SlackError("cant_update_message");
  const content = contentOf(params);
  message.row = { ...message.row, ...content, edited: { user: BOT.user, ts } };
  record(workspace, "chat.update", params, ts);
  return { ok: true, channel: channel.id, ts, text: content["text"], message: message.row };
}

/** Seen by one person and kept nowhere. */
export function postEphemeral(workspace: SlackWorkspace, params: URLSearchParams, now: Date): SeedRow {
  allowOnly(params, ...CONTENT, "user", "thread_ts");
  const channel = writable(workspace, params.get("channel"));
  if ((params.get("user") ?? "") === "") throw new SlackError("user_not_in_channel");
  contentOf(params);
  const ts = nextTs(channel, now);
  record(workspace, "chat.postEphemeral", params, undefined);
  return { ok: true, message_ts: ts };
}

export function record(
  workspace: SlackWorkspace,
  method: string,
  params: URLSearchParams,
  ts: string | undefined,
): void {
  const args = Object.fromEntries([...params].map(([name, value]) => [name, parsed(name, value)]));
  workspace.written.push({ method, args, ts });
}

const JSON_ARGUMENTS = new Set(["blocks", "attachments", "metadata", "view", "files"]);

function parsed(name: string, value: string): unknown {
  if (!JSON_ARGUMENTS.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackError(`invalid_${name}_format`);
  }
}

function contentOf(params: URLSearchParams): SeedRow {
  const text = params.get("text") ?? "";
  const blocks = params.has("blocks") ? parsed("blocks", params.get("blocks") ?? "") : undefined;
  const metadata = params.has("metadata") ? parsed("metadata", params.get("metadata") ?? "") : undefined;
  if (text === "" && blocks === undefined) throw new SlackError("no_text");
  if (text.length > LONGEST_TEXT) throw new SlackError("msg_too_long");
  if (blocks !== undefined) checkBlocks(blocks);
  const sound = textAt(metadata, "event_type") !== undefined && isRow(valueAt(metadata, "event_payload"));
  if (metadata !== undefined && !sound) throw new SlackError("invalid_metadata_format");
  return { text, ...(blocks !== undefined && { blocks }), ...(metadata !== undefined && { metadata }) };
}

export function writable(workspace: SlackWorkspace, id: string | null): Channel {
  const channel = readable(channelOf(workspace, id));
  if (channel.json["is_archived"] === true) throw new SlackError("is_archived");
  return channel;
}

function messageAt(messages: readonly Message[], ts: string): Message | undefined {
  return messages.find(({ row }) => textAt(row, "ts") === ts);
}

/** Unique in its channel: seconds, and a counter where Slack has one. */
function nextTs(channel: Channel, now: Date): string {
  const replies = [...channel.replies.values()].flat();
  const last = Math.max(0, ...[...channel.top, ...replies].map(({ at }) => at));
  const at = Math.max(Math.floor(now.getTime() / 1000) * 1e6, last + 1);
  return `${Math.floor(at / 1e6)}.${String(at % 1e6).padStart(6, "0")}`;
}
