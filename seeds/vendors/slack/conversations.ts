/** conversations.list, .info, .history and .replies. */
import { type SeedRow, textAt, without } from "../../row.ts";
import type { SlackWorkspace } from "./account.ts";
import type { Channel } from "./channels.ts";
import { decodeCursor, encodeCursor } from "./cursors.ts";
import { allowOnly, flag, pageSize, SlackError, tsTest } from "./parameters.ts";
import type { Message } from "./threads.ts";

const HISTORY = ["channel", "cursor", "include_all_metadata", "inclusive", "latest", "limit", "oldest"];

/** Channels in the order of their ids; 100 a page unless asked otherwise, 1000 at most. */
export function listConversations(workspace: SlackWorkspace, params: URLSearchParams): SeedRow {
  allowOnly(params, "cursor", "exclude_archived", "limit", "team_id", "types");
  const types = (params.get("types") ?? "public_channel").split(",").map((type) => type.trim());
  const found = workspace.channels.filter(
    ({ json }) =>
      types.includes(json["is_private"] === true ? "private_channel" : "public_channel") &&
      !(flag(params, "exclude_archived") && json["is_archived"] === true),
  );
  const from = placeOf(params) ?? 0;
  const size = pageSize(params, 100, 1000);
  const more = found.length > from + size;
  return {
    ok: true,
    channels: found.slice(from, from + size).map(({ json }) => json),
    response_metadata: { next_cursor: more ? encodeCursor(from + size) : "" },
  };
}

const MEMBERS = new Set(["num_members"]);

export function conversationInfo(workspace: SlackWorkspace, params: URLSearchParams): SeedRow {
  allowOnly(params, "channel", "include_locale", "include_num_members");
  const { json } = channelOf(workspace, params.get("channel"));
  return { ok: true, channel: flag(params, "include_num_members") ? json : without(json, MEMBERS) };
}

/** Newest first, without replies. */
export function conversationHistory(workspace: SlackWorkspace, params: URLSearchParams): SeedRow {
  allowOnly(params, ...HISTORY);
  const channel = readable(channelOf(workspace, params.get("channel")));
  const inside = tsTest(params);
  const place = placeOf(params) ?? Infinity;
  const found = channel.top.filter(({ at }) => inside(at) && at <= place);
  return {
    ...messagePage(found, params, 999),
    pin_count: 0,
    channel_actions_ts: null,
    channel_actions_count: 0,
  };
}

/** A thread from its parent on, oldest first; bounds do not hide the parent. */
export function conversationReplies(workspace: SlackWorkspace, params: URLSearchParams): SeedRow {
  allowOnly(params, ...HISTORY, "ts");
  const channel = readable(channelOf(workspace, params.get("channel")));
  const ts = params.get("ts") ?? "";
  const parent = channel.top.find(({ row }) => textAt(row, "ts") === ts);
  if (parent === undefined) throw new SlackError("thread_not_found");
  const inside = tsTest(params);
  const replies = (channel.replies.get(ts) ?? []).filter(({ at }) => inside(at));
  const place = placeOf(params);
  const found = [parent, ...replies].filter(({ at }) => place === undefined || at >= place);
  return messagePage(found, params, 1000);
}

/** Said only to who asks for it. */
const METADATA = new Set(["metadata"]);

function messagePage(found: readonly Message[], params: URLSearchParams, max: number): SeedRow {
  const size = pageSize(params, 100, max);
  const next = found[size];
  const shown = (row: SeedRow) => (flag(params, "include_all_metadata") ? row : without(row, METADATA));
  return {
    ok: true,
    messages: found.slice(0, size).map(({ row }) => ({ type: "message", ...shown(row) })),
    has_more: next !== undefined,
    response_metadata: { next_cursor: next === undefined ? "" : encodeCursor(next.at) },
  };
}

function placeOf(params: URLSearchParams): number | undefined {
  const cursor = params.get("cursor");
  return cursor === null || cursor === "" ? undefined : decodeCursor(cursor);
}

export function channelOf(workspace: SlackWorkspace, id: string | null): Channel {
  const channel = workspace.channels.find((each) => each.id === id);
  if (channel === undefined) throw new SlackError("channel_not_found");
  return channel;
}

/** A bot reads only the channels it was invited to. */
export function readable(channel: Channel): Channel {
  if (channel.json["is_member"] === false) throw new SlackError("not_in_channel");
  return channel;
}
