/**
 * What the list of commits leaves out: statistics and changed files.
 * Upstream: GET /repos/{owner}/{repo}/commits/{sha}, 300 files a page, 3,000 at most.
 */
import { z } from "zod";

import type { PullContext } from "../../src/contracts/table.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { messageOf } from "../../src/errors.ts";
import { withoutPatch } from "./changed-files.ts";
import type { GithubClient } from "./client.ts";
import { inParallel } from "./in-parallel.ts";
import { listPages } from "./pages.ts";

const Listed = z.object({ sha: z.string().min(1) });

/** Puts each listed commit's detail in its place; one that GitHub will not show stays as listed, with a warning. */
export function withDetails(
  client: GithubClient,
  repo: string,
  items: unknown[],
  context: PullContext,
): Promise<unknown[]> {
  return inParallel(items, context.signal, async (item, signal) => {
    const { data } = Listed.safeParse(item);
    if (data === undefined) return item;
    const key = `${repo}@${data.sha}`;
    const known = client.details.get(key);
    if (known !== undefined) return known;
    try {
      const detail = await readDetail(
        client,
        `/repos/${repo}/commits/${encodeURIComponent(data.sha)}`,
        signal,
      );
      client.details.set(key, detail);
      return detail;
    } catch (error) {
      if (!isAboutThisCommit(error)) throw error;
      context.warn(`${repo}: no details of commit ${data.sha}: ${messageOf(error)}`);
      return item;
    }
  });
}

async function readDetail(client: GithubClient, path: string, signal: AbortSignal): Promise<unknown> {
  const files: unknown[] = [];
  let detail: unknown;
  for await (const page of listPages(client, path, { inside: "files", signal })) {
    detail ??= page.body;
    files.push(...page.items.map(withoutPatch));
  }
  return { ...z.looseObject({}).parse(detail), files };
}

/** Gone by a force push, or a diff that GitHub gave up on (500 and 503 say so in words, 422 is final). */
function isAboutThisCommit(error: unknown): boolean {
  if (!(error instanceof UpstreamError)) return false;
  return (
    [404, 409, 422].includes(error.status ?? 0) ||
    (error.kind === "unavailable" && /\bdiff\b/i.test(error.message))
  );
}
