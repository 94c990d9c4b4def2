/** Messages of a channel split as Slack splits them: the history without replies, and each thread. */
import { type SeedRow, textAt } from "../../row.ts";

/** `at` is the message's ts in microseconds: its order and its id. */
export type Message = { at: number; row: SeedRow };

export type Threads = {
  /** Newest first: everything but replies; a reply that was also sent to the channel is here as well. */
  top: Message[];
  /** Replies by their parent's ts, oldest first. */
  replies: Map<string, Message[]>;
};

export function threaded(rows: readonly SeedRow[]): Threads {
  const replies = new Map<string, Message[]>();
  const top: Message[] = [];
  for (const row of rows) {
    const message = { at: microsOfTs(textAt(row, "ts")) ?? 0, row };
    const parent = parentOf(row);
    if (parent !== undefined) replies.set(parent, [...(replies.get(parent) ?? []), message]);
    if (parent === undefined || row["subtype"] === "thread_broadcast") top.push(message);
  }
  for (const thread of replies.values()) thread.sort((a, b) => a.at - b.at);
  const known = new Set(top.map(({ row }) => textAt(row, "ts")));
  for (const [ts, thread] of replies) if (!known.has(ts)) top.push(tombstone(ts, thread));
  const whole = top.map(({ at, row }) => ({
    at,
    row: withReplies(row, replies.get(textAt(row, "ts") ?? "")),
  }));
  return { top: whole.toSorted((a, b) => b.at - a.at), replies };
}

/** The ts of the message that a reply answers; undefined for what is no reply. */
function parentOf(row: SeedRow): string | undefined {
  const thread = textAt(row, "thread_ts");
  return thread === undefined || thread === textAt(row, "ts") ? undefined : thread;
}

/** What Slack leaves of a deleted parent while its replies are there. */
function tombstone(ts: string, thread: readonly Message[]): Message {
  const row = {
    type: "message",
    subtype: "tombstone",
    user: "USLACKBOT",
    text: "This message was deleted.",
    hidden: true,
    ts,
  };
  return { at: microsOfTs(ts) ?? thread[0]?.at ?? 0, row };
}

/** A parent says how its thread goes, unless the seed says it. */
function withReplies(row: SeedRow, thread: readonly Message[] | undefined): SeedRow {
  const last = thread?.at(-1);
  if (thread === undefined || last === undefined) return row;
  const people = [...new Set(thread.flatMap(({ row: reply }) => textAt(reply, "user") ?? []))];
  return {
    thread_ts: row["ts"],
    reply_count: thread.length,
    reply_users_count: people.length,
    reply_users: people,
    latest_reply: last.row["ts"],
    ...row,
  };
}

/** `1512085950.000216` in microseconds; undefined when it is no ts. */
export function microsOfTs(ts: string | undefined): number | undefined {
  const [, seconds, fraction] = /^(\d{1,11})(?:\.(\d{1,6}))?$/.exec(ts ?? "") ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1e6 + Number((fraction ?? "").padEnd(6, "0"));
}
