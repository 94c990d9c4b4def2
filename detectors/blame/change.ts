/** The commit behind a trouble that began at a moment: by release, else by what a service put live shortly before. */
import type { z } from "zod";

import type { Blame } from "../../src/contracts/finding.ts";
import { elapsed, HOUR_MS, MINUTE_MS } from "../../src/contracts/moment.ts";
import { distinct } from "../judge/group.ts";
import type { Change, Release } from "./change-inputs.ts";
import { isPeer, reposOf, type Member } from "./service-ties.ts";
import { beforeOnset } from "./words.ts";

export type ChangeRows = {
  releases: z.infer<typeof Release>[];
  changes: z.infer<typeof Change>[];
  members: Member[];
};

export type ChangeLimits = { release_hours: number; change_hours: number };

/**
 * Onsets are known to the minute or so. A release that shows in the troubled traces may be seen a little late; a
 * change that only shares the service may not: whoever mends the trouble commits right after it began.
 */
const RELEASE_SLACK_MS = 10 * MINUTE_MS;
const CHANGE_SLACK_MS = MINUTE_MS;

export type Trouble = { connection: string; agents: string[]; onset: string; to: string };

export type Culprit = {
  blame: Blame | null;
  /** Why nobody is blamed; null when somebody is. */
  no_blame: string | null;
  /** What the troubled agents ran, for linking. */
  releases: string[];
  repos: string[];
};

export function culpritOf(rows: ChangeRows, trouble: Trouble, limits: ChangeLimits): Culprit {
  const { connection, agents, onset, to } = trouble;
  const carried = rows.releases.filter(
    (release) =>
      release.connection === connection &&
      release.agent !== null &&
      agents.includes(release.agent) &&
      elapsed(release.first_seen_at, to) >= 0 &&
      elapsed(onset, release.last_seen_at) >= 0,
  );
  const commits = carried.filter(
    ({ sha, commit_connection }) => sha !== null && isPeer(rows.members, connection, commit_connection),
  );
  const fresh = commits
    .filter(({ first_seen_at }) => elapsed(first_seen_at, onset) <= limits.release_hours * HOUR_MS)
    .filter(({ first_seen_at }) => elapsed(first_seen_at, onset) >= -RELEASE_SLACK_MS)
    .toSorted((one, other) => elapsed(one.first_seen_at, other.first_seen_at))[0];
  const repos = tiedRepos(rows.members, connection, agents);
  const culprit = {
    releases: distinct(carried.map(({ release }) => release)),
    repos: distinct([...repos.map(({ repo }) => repo), ...commits.map(({ repo }) => repo)]),
  };

  if (fresh?.sha != null && fresh.repo !== null && fresh.committed_at !== null) {
    const why = `release ${fresh.release}, which ${fresh.agent} first ran ${beforeOnset(fresh.first_seen_at, onset)}, is this commit`;
    return {
      ...culprit,
      blame: blameOf(fresh.repo, fresh.sha, fresh.title, fresh.committed_at, why),
      no_blame: null,
    };
  }
  const old = commits.toSorted((one, other) => elapsed(one.first_seen_at, other.first_seen_at))[0];
  if (old !== undefined) {
    const why = `the release in use, ${old.release}, had run for ${limits.release_hours} hours or more before onset`;
    return { ...culprit, blame: null, no_blame: `no culprit found: ${why}` };
  }
  return { ...culprit, ...byService(rows, trouble, repos, limits.change_hours) };
}

function byService(
  { changes, members }: ChangeRows,
  { connection, onset }: Trouble,
  repos: ReturnType<typeof tiedRepos>,
  hours: number,
): Pick<Culprit, "blame" | "no_blame"> {
  if (repos.length === 0) {
    return {
      blame: null,
      no_blame: "no culprit found: no release names a commit and no service ties a repository",
    };
  }
  const last = changes
    .filter((change) => isPeer(members, connection, change.connection))
    .filter(({ repo }) => repos.some((tied) => tied.repo === repo))
    .filter(
      ({ live_at }) =>
        elapsed(live_at, onset) > -CHANGE_SLACK_MS && elapsed(live_at, onset) <= hours * HOUR_MS,
    )
    .toSorted(
      (one, other) =>
        elapsed(one.live_at, other.live_at) ||
        Number(other.sha === other.deployed_sha) - Number(one.sha === one.deployed_sha) ||
        elapsed(one.committed_at, other.committed_at),
    )[0];
  if (last === undefined) {
    const names = repos.map(({ repo }) => repo).join(", ");
    return {
      blame: null,
      no_blame: `no culprit found: nothing of ${names} went live in the ${hours} hours before onset`,
    };
  }
  const tie = repos.find(({ repo }) => repo === last.repo);
  const service =
    tie?.implicit === true ? "the connection's only repository" : `a repository of service ${tie?.service}`;
  const how =
    last.deployment_id === null
      ? "committed"
      : `deployed${last.environment === null ? "" : ` to ${last.environment}`}`;
  const why = `last change of ${service} ${how} before it began, ${beforeOnset(last.live_at, onset)}`;
  return { blame: blameOf(last.repo, last.sha, last.title, last.committed_at, why), no_blame: null };
}

function tiedRepos(members: Member[], connection: string, agents: string[]) {
  const asked = agents.length === 0 ? [null] : agents;
  const tied = asked.flatMap((agent) => reposOf(members, connection, agent));
  return [...new Map(tied.map((repo) => [repo.repo, repo])).values()];
}

function blameOf(repo: string, sha: string, title: string | null, committed_at: string, why: string): Blame {
  return { repo, sha, message: title ?? "", committed_at, why, tied_by: "release" };
}
