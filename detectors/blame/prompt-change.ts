/**
 * The commit behind a drift: the last before onset that touched prompts, in a repository tied to the agent. A changed
 * file outweighs a message: anybody can write the word into a message, of whatever commit.
 */
import { z } from "zod";

import type { Blame } from "../../src/contracts/finding.ts";
import { elapsed, HOUR_MS, MINUTE_MS } from "../../src/contracts/moment.ts";
import { distinct } from "../judge/group.ts";
import { isPeer, reposOf, type Member } from "./service-ties.ts";
import { beforeOnset } from "./words.ts";

export const PromptCommit = z.object({
  connection: z.string(),
  repo: z.string(),
  sha: z.string(),
  title: z.string().nullable(),
  committed_at: z.string(),
  in_message: z.string().nullable(),
  paths: z.array(z.string()),
});
type PromptCommit = z.infer<typeof PromptCommit>;

type Release = {
  connection: string;
  agent: string | null;
  release: string;
  repo: string | null;
  sha: string | null;
};

export type PromptRows = { commits: PromptCommit[]; releases: Release[]; members: Member[] };

type Culprit = { blame: Blame | null; no_blame: string | null; repos: string[]; releases: string[] };

/** Commits are stamped by their author's clock, and onset by the first call: one minute either way is the same time. */
const CLOCK_SLACK_MS = MINUTE_MS;

export function culpritOfDrift(
  rows: PromptRows,
  trouble: { connection: string; agents: string[]; onset: string },
  hours: number,
): Culprit {
  const { connection, agents, onset } = trouble;
  const carried = rows.releases.filter(
    ({ connection: own, agent }) => own === connection && agent !== null && agents.includes(agent),
  );
  const tied = (agents.length === 0 ? [null] : agents).flatMap((agent) =>
    reposOf(rows.members, connection, agent),
  );
  const repos = distinct([...tied.map(({ repo }) => repo), ...carried.map(({ repo }) => repo)]);
  const releases = distinct(carried.map(({ release }) => release));
  if (repos.length === 0) {
    return {
      blame: null,
      no_blame: "no culprit found: no release or service ties a repository",
      repos,
      releases,
    };
  }
  const last = rows.commits
    .filter((commit) => repos.includes(commit.repo) && isPeer(rows.members, connection, commit.connection))
    .filter(({ committed_at }) => elapsed(committed_at, onset) >= -CLOCK_SLACK_MS)
    .filter(({ committed_at }) => elapsed(committed_at, onset) <= hours * HOUR_MS)
    .toSorted(
      (one, other) =>
        Number(other.paths.length > 0) - Number(one.paths.length > 0) ||
        elapsed(one.committed_at, other.committed_at),
    )[0];
  if (last === undefined) {
    const why = `no commit of ${repos.join(", ")} in the ${hours} hours before onset touches prompts`;
    return { blame: null, no_blame: `no culprit found: ${why}`, repos, releases };
  }
  const { repo, sha, title, committed_at } = last;
  const release = carried.find((one) => one.sha === sha);
  const service = tied.find((one) => one.repo === repo);
  const touched =
    last.paths[0] === undefined ? `its message says "${last.in_message}"` : `it changes ${last.paths[0]}`;
  const tie =
    release !== undefined
      ? `and is release ${release.release} of the agent`
      : service === undefined
        ? "in the repository of the agent's releases"
        : `in ${service.implicit ? "the connection's only repository" : `a repository of service ${service.service}`}`;
  const why = `last commit to touch prompts before onset (${touched}), ${beforeOnset(committed_at, onset)}, ${tie}`;
  return {
    blame: {
      repo,
      sha,
      message: title ?? "",
      committed_at,
      why,
      tied_by: last.paths.length > 0 ? "path" : "message",
    },
    no_blame: null,
    repos,
    releases,
  };
}
