import { z } from "zod";

import * as lenient from "../../src/contracts/lenient.ts";
import type { Page, PullContext, Window } from "../../src/contracts/table.ts";
import { type Channel, channelsToRead } from "./channel-list.ts";
import type { SlackClient } from "./client.ts";
import { type CursorPage, cursorPages } from "./cursor-pages.ts";
import { ChannelRefused, ThreadGone } from "./failure.ts";
import { tsBefore, tsOf } from "./slack-time.ts";

/** A reply is found when its thread began at most this long before the window. */
const THREAD_REACH_DAYS = 7;

const API = "conversations.history";
const UpstreamThread = z.object({
  ts: lenient.anId,
  reply_count: lenient.maybeInt,
  latest_reply: lenient.maybeReal,
});

/**
 * Messages of a window: each channel's history, then the replies of threads that began in the window or in the
 * week before it, which a history leaves out. A channel that refuses is reported after all others are read.
 */
export async function* messagePages(
  client: SlackClient,
  window: Window,
  context: PullContext,
): AsyncGenerator<Page> {
  const { channels, refused } = await channelsToRead(client, context.warn);
  let empty = true;
  for (const channel of channels) {
    try {
      for await (const page of pagesOfChannel(client, channel, window, context.signal)) {
        empty = false;
        yield page;
      }
    } catch (error) {
      if (!(error instanceof ChannelRefused)) throw error;
      refused.push(error);
    }
  }
  if (empty) yield { items: [], api: API };
  const [first] = refused;
  if (first === undefined) return;
  const words = refused.map(({ message }) => message).join("; ");
  throw new ChannelRefused("denied", words, {
    cause: first,
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}

async function* pagesOfChannel(
  client: SlackClient,
  channel: Channel,
  window: Window,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const parent = `${channel.id}/${channel.name ?? ""}`;
  const seen = new Set<string>();
  const threads: string[] = [];
  for await (const { items, cursor } of fresh(history(client, channel, window, signal), seen)) {
    threads.push(...threadsWithReplies(items, window));
    yield { items, cursor, parent, api: API };
  }
  const before = { from: new Date(window.from.getTime() - THREAD_REACH_DAYS * 86_400_000), to: window.from };
  for await (const { items } of history(client, channel, before, signal)) {
    threads.push(...threadsWithReplies(items, window));
  }
  for (const thread of threads) {
    for await (const { items, cursor } of fresh(replies(client, channel, thread, window, signal), seen)) {
      yield { items, cursor, parent, api: API };
    }
  }
}

/**
 * What was not seen before: a reply that was sent to the channel as well is in its history too. A list of nothing
 * is left out, since fifty empty pages in a row would look like a list without an end.
 */
async function* fresh(pages: AsyncIterable<CursorPage>, seen: Set<string>): AsyncGenerator<CursorPage> {
  let first = true;
  for await (const { items, cursor } of pages) {
    const unseen = items.filter((item) => isNew(item, seen));
    if (!first || unseen.length > 0 || cursor !== undefined) yield { items: unseen, cursor };
    first = false;
  }
}

/** Items without a readable id count as new: the mapping refuses them and the ledger counts them. */
function isNew(item: unknown, seen: Set<string>): boolean {
  const ts = UpstreamThread.safeParse(item).data?.ts;
  if (ts === undefined) return true;
  const is_new = !seen.has(ts);
  seen.add(ts);
  return is_new;
}

/** Every page of replies begins with the parent, which the history of its own time gives. */
async function* replies(
  client: SlackClient,
  { id }: Channel,
  thread: string,
  window: Window,
  signal: AbortSignal,
): AsyncGenerator<CursorPage> {
  const args = { channel: id, ts: thread, oldest: tsBefore(window.from), latest: tsOf(window.to) };
  try {
    for await (const page of cursorPages(client, "conversations.replies", args, "messages", signal)) {
      const items = page.items.filter((item) => UpstreamThread.safeParse(item).data?.ts !== thread);
      yield { items, cursor: page.cursor };
    }
  } catch (error) {
    if (!(error instanceof ThreadGone)) throw error;
  }
}

/** Slack's bounds are exclusive unless asked otherwise: [from, to) is after the last id before it, up to `to`. */
function history(
  client: SlackClient,
  { id }: Channel,
  { from, to }: Window,
  signal: AbortSignal,
): AsyncGenerator<CursorPage> {
  return cursorPages(
    client,
    API,
    { channel: id, oldest: tsBefore(from), latest: tsOf(to) },
    "messages",
    signal,
  );
}

function threadsWithReplies(items: unknown[], { from }: Window): string[] {
  return items.flatMap((item) => {
    const { data } = UpstreamThread.safeParse(item);
    if (data === undefined || (data.reply_count ?? 0) === 0) return [];
    const over = data.latest_reply !== null && data.latest_reply * 1000 < from.getTime();
    return over ? [] : [data.ts];
  });
}
