/**
 * The changed files of listed pull requests; their sums are what the list leaves out, so that a pull request
 * costs one request and not two.
 * Upstream: GET /repos/{owner}/{repo}/pulls/{number}/files, 3,000 files at most. Beyond those the sums come from
 * GET /repos/{owner}/{repo}/pulls/{number}.
 */
import { z } from "zod";

import type { PullContext } from "../../src/contracts/table.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { messageOf } from "../../src/errors.ts";
import { withoutPatch } from "./changed-files.ts";
import type { GithubClient } from "./client.ts";
import { inParallel } from "./in-parallel.ts";
import { listPages } from "./pages.ts";

const MOST_FILES = 3000;
const Listed = z.looseObject({ number: z.int() });

/** Adds `files` to each pull request; one whose diff GitHub will not show stays as listed, with a warning. */
export function withFiles(
  client: GithubClient,
  repo: string,
  items: unknown[],
  context: PullContext,
): Promise<unknown[]> {
  return inParallel(items, context.signal, async (item, signal) => {
    const { data: pull } = Listed.safeParse(item);
    if (pull === undefined) return item;
    const path = `/repos/${repo}/pulls/${pull.number}`;
    try {
      const files: unknown[] = [];
      for await (const page of listPages(client, `${path}/files`, { params: { per_page: 100 }, signal })) {
        files.push(...page.items.map(withoutPatch));
      }
      const known = files.length < MOST_FILES ? pull : (await client.get(path, {}, signal)).body;
      return { ...pull, ...z.looseObject({}).parse(known), files };
    } catch (error) {
      if (!(error instanceof UpstreamError) || ![404, 406, 422].includes(error.status ?? 0)) throw error;
      context.warn(`${repo}: no files of pull request ${pull.number}: ${messageOf(error)}`);
      return item;
    }
  });
}
