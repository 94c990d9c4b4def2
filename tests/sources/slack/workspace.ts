import { connectSlack, type SlackClient, type SlackLimits } from "../../../sources/slack/client.ts";
import { slack } from "../../../sources/slack/index.ts";
import type { SyncLimits } from "../../../src/sync/limits.ts";
import { type Asked, loopback, ports, type Reply } from "../loopback.ts";

export type Message = {
  ts: string;
  text?: string;
  thread_ts?: string;
  reply_count?: number;
  latest_reply?: string;
  subtype?: string;
};
export type Room = {
  id: string;
  name: string;
  messages: Message[];
  replies?: Record<string, Message[]>;
  is_member?: boolean;
};

/** Limits that make retries take no time. */
const QUICK: Partial<SlackLimits> = { retries: 2, retry_base_ms: 1 };

/** A client against a loopback server of Slack's methods. */
export async function connect(
  answer: (asked: Asked, count: number) => Reply | Promise<Reply>,
  options: {
    channels?: string;
    limits?: Partial<SlackLimits>;
    sync?: Partial<SyncLimits>;
    signal?: AbortSignal;
  } = {},
): Promise<{ client: SlackClient; asked: Asked[] }> {
  const { url, asked } = await loopback(answer);
  const config = { api_url: `${url}/api`, bot_token: "xoxb-1", channels: options.channels ?? "" };
  const client = await connectSlack(config, ports(slack, config, options.sync, options.signal), {
    ...QUICK,
    ...options.limits,
  });
  return { client, asked };
}

/** Slack's own bounds: after `oldest`, before `latest`, both left out. Newest first, `size` a page. */
export function workspace(rooms: Room[], size = 100) {
  return ({ path, query }: Asked): Reply => {
    const room = rooms.find(({ id }) => id === query.get("channel"));
    if (path === "/api/conversations.list") {
      return paged(
        "channels",
        rooms.map(({ id, name, is_member = true }) => ({ id, name, is_member, created: 1767225600 })),
        query,
        size,
      );
    }
    if (room === undefined) return { body: { ok: false, error: "channel_not_found" } };
    if (room.is_member === false) return { body: { ok: false, error: "not_in_channel" } };
    const inside = ({ ts }: Message) =>
      Number(ts) > Number(query.get("oldest") ?? 0) && Number(ts) < Number(query.get("latest") ?? Infinity);
    if (path === "/api/conversations.history") {
      return paged(
        "messages",
        room.messages.filter(inside).toSorted((a, b) => Number(b.ts) - Number(a.ts)),
        query,
        size,
      );
    }
    const thread = query.get("ts") ?? "";
    const parent = room.messages.filter(({ ts }) => ts === thread);
    return paged("messages", [...parent, ...(room.replies?.[thread] ?? []).filter(inside)], query, size);
  };
}

function paged(list: string, items: unknown[], query: URLSearchParams, size: number): Reply {
  const start = Number(query.get("cursor") ?? 0);
  const next_cursor = start + size < items.length ? String(start + size) : "";
  return { body: { ok: true, [list]: items.slice(start, start + size), response_metadata: { next_cursor } } };
}

export const refused = (error: string, more: Record<string, unknown> = {}): Reply => ({
  body: { ok: false, error, ...more },
});
