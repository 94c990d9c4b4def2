/**
 * One pull request as it is now, with its changed files, for a question that cannot wait for the next sync.
 * Upstream: GET /repos/{owner}/{repo}/pulls/{number} and its /files, 3,000 files at most.
 */
import { z } from "zod";

import { withoutPatch } from "./changed-files.ts";
import type { GithubClient } from "./client.ts";
import { listPages } from "./pages.ts";

/** GitHub's own JSON with `files` added, as the tables map it. Throws UpstreamError; 404 is also a refusal. */
export async function readOnePull(
  client: GithubClient,
  repo: string,
  number: number,
  signal: AbortSignal,
): Promise<unknown> {
  const path = `/repos/${repo}/pulls/${number}`;
  const { body } = await client.get(path, {}, signal);
  const files: unknown[] = [];
  for await (const page of listPages(client, `${path}/files`, { params: { per_page: 100 }, signal }))
    files.push(...page.items.map(withoutPatch));
  return { ...z.looseObject({}).parse(body), files };
}
