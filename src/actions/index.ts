import type { AnyAction } from "../contracts/action.ts";
import { commentPr } from "./comment_pr.ts";
import { killLoop } from "./kill_loop.ts";
import { notify } from "./notify.ts";
import { openGithubIssue } from "./open_github_issue.ts";
import type { ActionPorts } from "./ports.ts";
import { postRiskComment } from "./post_risk_comment.ts";
import { requestPrChanges } from "./request_pr_changes.ts";
import { rerunOrRevertWorkflow } from "./rerun_or_revert_workflow.ts";
import { setCommitStatus } from "./set_commit_status.ts";

const ALL: AnyAction<ActionPorts>[] = [
  killLoop,
  openGithubIssue,
  requestPrChanges,
  commentPr,
  postRiskComment,
  setCommitStatus,
  rerunOrRevertWorkflow,
  notify,
];

/** Every action by its id. */
export const actions: ReadonlyMap<string, AnyAction<ActionPorts>> = new Map(
  ALL.map((action) => [action.id, action]),
);
