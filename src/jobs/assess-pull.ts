/** The pull request job: measures what is new, assesses, and hands the comment to whoever may write it. */
import type { Sentinel } from "../main.ts";
import { assessRisk } from "../risk/assess-risk.ts";
import type { Assessment } from "../risk/assessment.ts";
import { commentBody } from "../risk/comment-body.ts";
import { recallComment, rememberComment, type Posted } from "../risk/comment-memory.ts";
import type { PullAsked } from "../risk/find-pull.ts";
import { livePulls } from "../risk/live-pull.ts";
import { postingOf, type Posting } from "../risk/posting.ts";
import { updateHistory } from "../risk/update-history.ts";

/** Writes the comment: edits the known one in place, says `gone` when a person has deleted it. */
export type PostComment = (
  body: string,
  where: { repo: string; number: number; head_sha: string | null; comment_id: string | null },
) => Promise<Posted>;

export type PullAssessment = {
  assessment: Assessment;
  body: string;
  posting: Posting;
  posted: Posted | null;
};

/** Errors as assessRisk. Without `post` nothing is written anywhere. */
export async function assessPull(
  sentinel: Sentinel,
  asked: PullAsked,
  { at, post }: { at: Date; post?: PostComment | undefined },
): Promise<PullAssessment> {
  const state = sentinel.state();
  const context = {
    lake: await sentinel.lake(),
    library: sentinel.library(),
    state,
    settings: sentinel.settings.risk,
    read: livePulls(sentinel),
  };
  await sentinel.catalogue();
  await updateHistory(context, at);
  const { assessment, pull } = await assessRisk(context, asked, at);
  const { repo, number, head_sha } = assessment;
  const place = { connection: assessment.connection ?? "", repo, number };
  const memory = await recallComment(state, place);
  const posting = postingOf(pull, memory);
  const body = commentBody(assessment);
  if (post === undefined || !posting.comment) return { assessment, body, posting, posted: null };
  const posted = await post(body, { repo, number, head_sha, comment_id: memory?.comment_id ?? null });
  await rememberComment(state, place, { posted, head_sha, at });
  return { assessment, body, posting, posted };
}
