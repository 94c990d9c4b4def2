import { z } from "zod";

import type { Handler } from "../outbox/handler.ts";
import type { ChatMessage } from "./approval-message.ts";
import { channelId } from "./channel-id.ts";
import { chatText, mrkdwnText } from "./chat-text.ts";
import { ownMessages } from "./own-messages.ts";
import { post } from "./post.ts";
import { paragraph, words } from "./rich-text.ts";
import type { SlackPorts } from "./slack-ports.ts";
import { threadOf } from "./thread-of.ts";

const MessageLetter = z.object({
  text: z.string().min(1),
  /** Name or id; the incidents channel when not given. */
  channel: z.string().min(1).optional(),
  /** Blocks of our own making; the text line by line when not given. */
  blocks: z.array(z.looseObject({ type: z.string() })).optional(),
  /** Key of the letter in whose thread it stands; its own begins one. */
  thread_key: z.string().min(1).optional(),
  /** A reply that the channel sees as well. */
  broadcast: z.boolean().default(false),
});

const MOST_LINES = 40;
/** A dead letter may be replayed much later, but no later than this is it looked for. */
const LOOK_BACK_MS = 7 * 86_400_000;

/** Says something to people, once. The text is shown line by line as it is: nothing in it is markup. */
export function postMessage({ state, slack, incidents_channel }: SlackPorts): Handler {
  return async (payload, { key, attempts }, at) => {
    const {
      text,
      channel: wanted = incidents_channel,
      blocks,
      thread_key,
      broadcast,
    } = MessageLetter.parse(payload);
    const channel = await channelId(slack, wanted);
    const parent =
      thread_key === undefined || thread_key === key ? undefined : await threadOf(state, thread_key);
    const reply = parent?.channel === channel ? { thread: parent.ts } : {};
    const since = new Date(at.getTime() - LOOK_BACK_MS);
    const ts = attempts > 1 ? (await ownMessages(slack, { channel, since, ...reply })).get(key) : undefined;
    if (ts !== undefined) return { channel, ts };
    const message =
      blocks === undefined
        ? plainMessage(text)
        : { text: mrkdwnText(text, 500), blocks: blocks as unknown as ChatMessage["blocks"] };
    return post(slack, message, { channel, key, broadcast, ...reply });
  };
}

/** Lines of our own or stored words as a message. */
export function plainMessage(text: string): ChatMessage {
  const lines = text.split("\n").slice(0, MOST_LINES);
  return {
    text: mrkdwnText(text, 500),
    blocks: [paragraph(...lines.map((line) => [words(chatText(line, 250))]))],
  };
}
