/** Lists that GitHub sorts newest first and cannot bound: read until an item lies before the window. */
import { z } from "zod";

import type { GithubClient } from "./client.ts";
import { listPages, type GithubPage } from "./pages.ts";

/**
 * Yields the pages of a list with the items whose `time` field is at or after `from`. An item whose time cannot be
 * read is kept: the engine counts it as rejected. Items that move up while the list is read come again next time,
 * their new time lying after this window.
 */
export async function* newestFirst(
  client: GithubClient,
  path: string,
  list: { params: Record<string, string | number>; signal: AbortSignal },
  time: string,
  from: Date,
): AsyncGenerator<GithubPage> {
  for await (const page of listPages(client, path, list)) {
    const items = page.items.filter((item) => !(timeOf(item, time) < from.getTime()));
    const ended = items.length < page.items.length;
    yield { ...page, items, next: ended ? undefined : page.next };
    if (ended) return;
  }
}

function timeOf(item: unknown, field: string): number {
  const { data } = z.looseObject({ [field]: z.string() }).safeParse(item);
  return Date.parse(String(data?.[field]));
}
