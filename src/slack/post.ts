import { z } from "zod";

import type { ChatMessage } from "./approval-message.ts";
import { metadataOf } from "./own-messages.ts";
import type { Slack } from "./open-slack.ts";

const Posted = z.object({ channel: z.string(), ts: z.string() });

/** Nothing in a text becomes a link or a mention by itself. */
export const INERT = { parse: "none", link_names: false };

type Address = {
  channel: string;
  /** Parent of the thread. */
  thread?: string | undefined;
  key: string;
  /** A reply that the channel sees as well. */
  broadcast?: boolean;
};

/**
 * Posts one message that can be found again by `key`. Upstream: chat.postMessage (chat:write). Answers with the channel's
 * id and the message's ts. Throws UpstreamError.
 */
export async function post(
  slack: Slack,
  { text, blocks }: ChatMessage,
  { channel, thread, key, broadcast = false }: Address,
): Promise<z.infer<typeof Posted>> {
  return Posted.parse(
    await slack.call("chat.postMessage", {
      channel,
      text,
      blocks,
      metadata: metadataOf(key),
      ...(thread !== undefined && { thread_ts: thread, reply_broadcast: broadcast }),
      ...INERT,
      mrkdwn: false,
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
}
