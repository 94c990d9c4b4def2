/** The commit behind a failed task: of a repository that a service ties to it, and naming the task in what it touches. */
import { z } from "zod";

import type { Blame } from "../../src/contracts/finding.ts";
import { elapsed, HOUR_MS } from "../../src/contracts/moment.ts";
import { isPeer, reposOfTask, type Member } from "./service-ties.ts";
import { beforeOnset } from "./words.ts";

export const TaskChange = z.object({
  connection: z.string(),
  repo: z.string(),
  sha: z.string(),
  title: z.string().nullable(),
  committed_at: z.string(),
  paths: z.array(z.string()),
});

type Culprit = { blame: Blame | null; no_blame: string | null; repos: string[] };

export function culpritOfTask(
  rows: { commits: z.infer<typeof TaskChange>[]; members: Member[] },
  trouble: { connection: string; task: string; onset: string },
  hours: number,
): Culprit {
  const { connection, task, onset } = trouble;
  const repos = reposOfTask(rows.members, connection, task).map(({ repo }) => repo);
  if (repos.length === 0) {
    return { blame: null, no_blame: "no culprit found: no service ties a repository to the task", repos };
  }
  const name = task.split(".").at(-1)?.toLowerCase() ?? task.toLowerCase();
  const last = rows.commits
    .filter((commit) => repos.includes(commit.repo) && isPeer(rows.members, connection, commit.connection))
    .filter(
      ({ committed_at }) =>
        elapsed(committed_at, onset) >= 0 && elapsed(committed_at, onset) <= hours * HOUR_MS,
    )
    .filter((commit) => namedIn(commit, name) !== undefined)
    // A changed file outweighs a message, which may name anything.
    .toSorted(
      (one, other) =>
        Number(pathNaming(other, name) !== undefined) - Number(pathNaming(one, name) !== undefined) ||
        elapsed(one.committed_at, other.committed_at),
    )[0];
  if (last === undefined) {
    const why = `no commit of ${repos.join(", ")} in the ${hours} hours before names the task`;
    return { blame: null, no_blame: `no culprit found: ${why}`, repos };
  }
  const { repo, sha, title, committed_at } = last;
  const why = `last commit of a repository of the task's service that names the task (${namedIn(last, name)}), ${beforeOnset(committed_at, onset)}`;
  const tied_by = pathNaming(last, name) === undefined ? "message" : "path";
  return { blame: { repo, sha, message: title ?? "", committed_at, why, tied_by }, no_blame: null, repos };
}

/** Where a commit names the task: a path, or its message. Names of one short word name nothing. */
function namedIn(commit: z.infer<typeof TaskChange>, name: string): string | undefined {
  if (name.length < 5) return undefined;
  const in_message = (commit.title ?? "").toLowerCase().includes(name) ? "in its message" : undefined;
  return pathNaming(commit, name) ?? in_message;
}

const pathNaming = ({ paths }: z.infer<typeof TaskChange>, name: string) =>
  paths.find((path) => path.toLowerCase().includes(name));
