import { z } from "zod";

import { MissingScope } from "../../sources/slack/failure.ts";
import { UpstreamError } from "../contracts/upstream-error.ts";
import { DeliveryError } from "../outbox/delivery-error.ts";
import type { Handler } from "../outbox/handler.ts";
import { mrkdwnText } from "./chat-text.ts";
import type { Slack } from "./open-slack.ts";
import { ownMessages } from "./own-messages.ts";
import { plainMessage } from "./post-message.ts";
import { post } from "./post.ts";
import type { SlackPorts } from "./slack-ports.ts";
import { threadOf } from "./thread-of.ts";

const ImagesLetter = z.object({
  /** Key of the letter in whose thread they stand. */
  thread_key: z.string().min(1),
  /** What they show, line by line, for those who do not see them. */
  text: z.string().min(1),
  images: z
    .array(
      z.object({
        /** Of this letter alone: by it a share is found again. */
        name: z.string().min(1),
        title: z.string().min(1),
        png_base64: z.string().min(1),
      }),
    )
    .min(1),
});
type Image = z.infer<typeof ImagesLetter>["images"][number];

const Upload = z.object({ upload_url: z.string(), file_id: z.string() });

/**
 * Slack shares files some time after it has said yes, so a share whose answer was lost may not be seen at once: of so
 * many tries, the others only look.
 */
const TRIES_A_SHARE = 4;
const LONGEST_LINE = 1_000;
const LOOK_BACK_MS = 7 * 86_400_000;

/**
 * Shares images in a thread, in one message, once. Where Slack does not take files, as without the scope files:write, a
 * reply says so instead. What they show is the message's text, not `alt_txt` of the upload: files that have one were
 * seen not to be shared, in silence (github.com/slackapi/python-slack-sdk/issues/1818). Upstream:
 * files.getUploadURLExternal, files.completeUploadExternal (files:write).
 */
export function postImages({ state, slack }: SlackPorts): Handler {
  return async (payload, { key, attempts }, at) => {
    const { thread_key, text, images } = ImagesLetter.parse(payload);
    const parent = await threadOf(state, thread_key);
    if (parent === undefined) {
      throw new DeliveryError("the message that they belong to was never posted", {
        permanent: true,
        hint: `replay the letter ${thread_key} first`,
      });
    }
    const { channel, ts: thread } = parent;
    if (attempts > 1) {
      const since = new Date(at.getTime() - LOOK_BACK_MS);
      const there = await ownMessages(slack, { channel, thread, since });
      const ts = there.get(images[0]?.name ?? "") ?? there.get(key);
      if (ts !== undefined) return { channel, ts };
    }
    if (attempts % TRIES_A_SHARE !== 1)
      throw new DeliveryError(
        "the images are not to be seen yet; they are looked for again before a new try",
      );
    try {
      await share(slack, { channel, thread, text }, images);
      return { channel, thread };
    } catch (error) {
      const why = whyNot(error);
      if (why === undefined) throw error;
      return post(slack, plainMessage(`The charts are not shown here: ${why}.`), { channel, thread, key });
    }
  };
}

type Place = { channel: string; thread: string; text: string };

async function share(slack: Slack, { channel, thread, text }: Place, images: Image[]): Promise<void> {
  const files: { id: string; title: string }[] = [];
  for (const { name, title, png_base64 } of images) {
    const bytes = Buffer.from(png_base64, "base64");
    const { upload_url, file_id } = Upload.parse(
      await slack.call("files.getUploadURLExternal", { filename: name, length: bytes.length }),
    );
    await slack.upload(upload_url, bytes);
    files.push({ id: file_id, title });
  }
  await slack.call("files.completeUploadExternal", {
    files,
    channel_id: channel,
    thread_ts: thread,
    initial_comment: text
      .split("\n")
      .map((line) => mrkdwnText(line, LONGEST_LINE))
      .join("\n"),
  });
}

/** What people are told of a refusal that stays; undefined for what may pass. */
function whyNot(error: unknown): string | undefined {
  if (error instanceof MissingScope) return `the Slack app may not upload files (it lacks ${error.needed})`;
  const stays = error instanceof UpstreamError && ["denied", "unexpected"].includes(error.kind);
  return stays ? `Slack does not take them (${error.message})` : undefined;
}
