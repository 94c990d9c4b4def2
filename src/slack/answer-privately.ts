import type { Slack } from "./open-slack.ts";
import { plainMessage } from "./post-message.ts";
import { INERT } from "./post.ts";

/**
 * Says something to one person in a channel, for their eyes only. Upstream: chat.postEphemeral (chat:write). One try:
 * an answer that comes minutes later answers nothing. Throws UpstreamError.
 */
export async function answerPrivately(
  slack: Slack,
  { channel, user }: { channel: string; user: string },
  text: string,
): Promise<void> {
  await slack.call("chat.postEphemeral", { channel, user, ...plainMessage(text), ...INERT });
}
