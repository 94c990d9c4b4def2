import { z } from "zod";

import type { Slack } from "./open-slack.ts";

/** In a message's metadata: which of our letters it is. */
const EVENT = "sentinel_letter";

export const metadataOf = (key: string) => ({ event_type: EVENT, event_payload: { key } });

export type Where = {
  channel: string;
  /** A thread by its parent; the channel's own messages when not given. */
  thread?: string;
  /** What is older is not looked at. */
  since: Date;
};

const Message = z.object({
  ts: z.string(),
  bot_id: z.string().optional(),
  user: z.string().optional(),
  files: z
    .array(z.object({ name: z.string().nullish() }))
    .optional()
    .catch(undefined),
  metadata: z
    .object({ event_type: z.literal(EVENT), event_payload: z.object({ key: z.string() }) })
    .optional()
    .catch(undefined),
});
const Page = z.object({
  messages: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string() }).partial().optional(),
});

/** Clocks differ: a message may bear a time from before we decided to send it. */
const SKEW_MS = 10 * 60_000;

/**
 * What this app has posted there, by key: a letter whose answer was lost, or whose process died before it could note it,
 * is found here and not posted again. Another app's message with our key is not ours: it would keep ours from being sent.
 * The message of shared files can carry no key; it is found by the names of its files.
 * Upstream: conversations.history, conversations.replies (channels:history). Throws UpstreamError.
 */
export async function ownMessages(
  slack: Slack,
  { channel, thread, since }: Where,
): Promise<Map<string, string>> {
  const { bot_id, user_id } = await slack.whoami();
  const found = new Map<string, string>();
  const seen = new Set<string>();
  let cursor = "";
  do {
    seen.add(cursor);
    const page = Page.parse(
      await slack.call(thread === undefined ? "conversations.history" : "conversations.replies", {
        channel,
        limit: 200,
        include_all_metadata: true,
        ...(thread === undefined
          ? { oldest: ((since.getTime() - SKEW_MS) / 1000).toFixed(6), inclusive: true }
          : { ts: thread }),
        ...(cursor !== "" && { cursor }),
      }),
    );
    for (const message of page.messages.map((each) => Message.safeParse(each).data)) {
      if (message === undefined) continue;
      const key = message.bot_id === bot_id ? message.metadata?.event_payload.key : undefined;
      if (key !== undefined) found.set(key, message.ts);
      if (message.bot_id !== bot_id && message.user !== user_id) continue;
      for (const { name } of message.files ?? []) if (name) found.set(name, message.ts);
    }
    cursor = page.response_metadata?.next_cursor ?? "";
  } while (cursor !== "" && !seen.has(cursor));
  return found;
}
