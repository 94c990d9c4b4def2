/** One list of each vendor, the same rows behind all of them, and how to read it to its end. */
import { textAt } from "../../../seeds/row.ts";
import type { VendorName } from "../../../seeds/vendors/faults.ts";
import { type Answer, type Get, listOf, minute, nextLink, range } from "./serve-rows.ts";

export type HttpVendor = Exclude<VendorName, "snowflake">;

const CHANNEL = "C0000000001";
export const COUNT = 25;

export const SEED = {
  langfuse_observations: range(COUNT).map((index) => ({
    id: `o${index}`,
    traceId: "t",
    type: "SPAN",
    startTime: minute(index),
    name: "n",
    level: "DEFAULT",
  })),
  sentry_issues: range(COUNT).map((index) => ({
    id: `${index}`,
    title: "broke",
    status: "unresolved",
    lastSeen: minute(index),
    userCount: 1,
  })),
  github_commits: range(COUNT).map((index) => ({
    sha: index.toString(16).padStart(40, "0"),
    commit: { committer: { date: minute(index) }, message: "m" },
  })),
  slack_channels: [{ id: CHANNEL, name: "incidents" }],
  slack_messages: range(COUNT).map((index) => ({
    ts: `${1_785_000_000 + index}.000100`,
    text: "hello",
    user: "U1",
  })),
};

/** A list of each vendor: where it is, how the next page is found, what tells its rows apart. */
export const LISTS: Record<
  HttpVendor,
  {
    path: string;
    query: Record<string, string>;
    key?: string;
    id: string;
    cursor: (answer: Answer) => string | undefined;
  }
> = {
  langfuse: {
    path: "/api/public/v2/observations",
    query: { limit: "10" },
    key: "data",
    id: "id",
    cursor: ({ body }) => textAt(body, "meta", "cursor"),
  },
  sentry: {
    path: "/api/0/organizations/s/issues/",
    query: { limit: "10" },
    id: "id",
    cursor: ({ headers }) => nextLink(headers),
  },
  github: {
    path: "/repos/local/s/commits",
    query: { per_page: "10" },
    id: "sha",
    cursor: ({ headers }) => nextLink(headers),
  },
  slack: {
    path: "conversations.history",
    query: { limit: "10", channel: CHANNEL },
    key: "messages",
    id: "ts",
    cursor: ({ body }) => textAt(body, "response_metadata", "next_cursor"),
  },
};
export const VENDORS = Object.keys(LISTS) as HttpVendor[];

export function follow(ask: Get, vendor: HttpVendor, cursor?: string): Promise<Answer> {
  const { path, query } = LISTS[vendor];
  if (cursor === undefined) return ask(path, query);
  return cursor.startsWith("http") ? ask(cursor) : ask(path, { ...query, cursor });
}

/** All rows by their ids, to the end or to a cursor that was there before. */
export async function ids(
  ask: Get,
  vendor: HttpVendor,
): Promise<{ ids: unknown[]; pages: number; repeated: boolean }> {
  const seen: unknown[] = [];
  const cursors = new Set<string>();
  let answer = await follow(ask, vendor);
  for (let pages = 1; ; pages += 1) {
    seen.push(...listOf(answer.body, LISTS[vendor].key).map((row) => row[LISTS[vendor].id]));
    const cursor = LISTS[vendor].cursor(answer);
    if (cursor === undefined || cursors.has(cursor))
      return { ids: seen, pages, repeated: cursor !== undefined };
    cursors.add(cursor);
    answer = await follow(ask, vendor, cursor);
  }
}
