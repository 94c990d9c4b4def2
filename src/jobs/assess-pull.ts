/** The pull request job: measures what is new, assesses, and says it at GitHub where that is asked and allowed. */
import type { Sentinel } from "../main.ts";
import { assessRisk } from "../risk/assess-risk.ts";
import type { Assessment } from "../risk/assessment.ts";
import { commentBody } from "../risk/comment-body.ts";
import type { PullAsked } from "../risk/find-pull.ts";
import { freshHistory } from "../risk/fresh-history.ts";
import { livePulls, watchedRepo } from "../risk/live-pull.ts";
import { postingOf, silent, type Posting } from "../risk/posting.ts";
import { pullProposals, statusOf, type CommitStatus } from "../risk/pull-proposals.ts";
import type { PullRequest } from "../risk/pull-request.ts";
import { tellRisk, type Told } from "./tell-risk.ts";

export type PullAssessment = {
  assessment: Assessment;
  /** Whose it is and where it stands, as it was read. */
  pull: Omit<PullRequest, "files">;
  /** The comment. */
  body: string;
  /** The status of its commit. */
  status: CommitStatus;
  posting: Posting;
  /** Null when nothing was to be said. */
  told: Told[] | null;
};

/**
 * With `post` the request is read live first, for what is said at GitHub is about the request as it is there. Errors as
 * assessRisk.
 */
export async function assessPull(
  sentinel: Sentinel,
  asked: PullAsked,
  { at, post = false }: { at: Date; post?: boolean },
): Promise<PullAssessment> {
  const watched = watchedRepo(sentinel, asked.repo);
  const context = {
    lake: await sentinel.lake(),
    library: sentinel.library(),
    state: sentinel.state(),
    settings: sentinel.settings.risk,
    read: livePulls(sentinel),
  };
  await sentinel.catalogue();
  await freshHistory(context, at);
  const live = post && watched !== undefined;
  const { assessment, pull } = await assessRisk(context, { ...asked, repo: watched ?? asked.repo, live }, at);
  const posting =
    watched === undefined ? silent("GITHUB_REPOS does not name its repository") : postingOf(pull);
  const body = commentBody(assessment);
  const told = post ? await tellRisk(sentinel, pull, pullProposals(assessment, body, posting)) : null;
  const { files: _, ...about } = pull;
  return { assessment, pull: about, body, status: statusOf(assessment), posting, told };
}
