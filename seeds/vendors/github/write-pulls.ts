/** What becomes of pull requests after the seeds: a push to their branch, their end. */
import { z } from "zod";

import { isRow, type SeedRow, textAt } from "../../row.ts";
import type { GithubRepo } from "./account.ts";
import { fieldsOf, type Write } from "./write-context.ts";
import { missing, type Written } from "./written.ts";

const Ref = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/), force: z.boolean().default(false) });
const Fields = z.object({ state: z.enum(["open", "closed"]) });

/** PATCH /repos/{owner}/{repo}/git/refs/heads/{branch}: open pull requests of the branch have a new head. */
export function updateBranch({ repo, written, call }: Write, branch: string): SeedRow {
  const { sha } = fieldsOf(call, Ref);
  const pulls = [...repo.pullByNumber.values()].filter((pull) => textAt(pull, "head", "ref") === branch);
  if (pulls.length === 0) throw missing();
  written.heads.set(branch, sha);
  return { ref: `refs/heads/${branch}`, object: { type: "commit", sha } };
}

/** PATCH /repos/{owner}/{repo}/pulls/{number} */
export function updatePull({ repo, written, call }: Write, number: string): SeedRow {
  const pull = repo.pullByNumber.get(number);
  if (pull === undefined) throw missing();
  const { state } = fieldsOf(call, Fields);
  written.pull_states.set(number, state);
  return { ...pull, state };
}

/** PUT and DELETE /repos/{owner}/{repo}/issues/{number}/lock, for pull requests. */
export function lockPull({ repo, written }: Write, number: string, locked: boolean): void {
  if (!repo.pullByNumber.has(number)) throw missing();
  written.locks.set(number, locked);
}

/** The repository with its pull requests as they are now. */
export function withPulls(repo: GithubRepo, { heads, pull_states, locks }: Written): GithubRepo {
  if (heads.size === 0 && pull_states.size === 0 && locks.size === 0) return repo;
  const now = (pull: SeedRow): SeedRow => {
    const sha = heads.get(textAt(pull, "head", "ref") ?? "");
    const number = textAt(pull, "number") ?? "";
    const state = pull_states.get(number);
    const locked = locks.get(number);
    return {
      ...pull,
      ...(sha !== undefined && { head: { ...(isRow(pull["head"]) && pull["head"]), sha } }),
      ...(state !== undefined && { state }),
      ...(locked !== undefined && { locked }),
    };
  };
  return {
    ...repo,
    pulls: repo.pulls.map((entry) => ({ ...entry, row: now(entry.row) })),
    pullByNumber: new Map([...repo.pullByNumber].map(([number, pull]) => [number, now(pull)])),
  };
}
