/** What the assessment of a pull request proposes to say at GitHub. */
import { createHash } from "node:crypto";

import canonicalize from "canonicalize";

import type { Json } from "../contracts/action.ts";
import type { Severity } from "../contracts/finding.ts";
import type { Subject } from "../gate/incident-subject.ts";
import type { Assessment, RiskVerdict } from "./assessment.ts";
import type { Posting } from "./posting.ts";

export type CommitStatus = { state: "success" | "failure"; description: string };

export type PullProposal = { action: string; args: { [name: string]: Json }; pull: Subject };

/** Nothing where nothing may be said. `body`: the comment. */
export function pullProposals(assessment: Assessment, body: string, posting: Posting): PullProposal[] {
  const { repo, number, head_sha, verdict } = assessment;
  if (!posting.comment || head_sha === null) return [];
  const pull = subjectOf(assessment);
  const { state, description } = statusOf(assessment);
  return [
    { action: "post_risk_comment", args: { repo, number, head_sha, body }, pull },
    { action: "set_commit_status", args: { repo, sha: head_sha, state, description }, pull },
    ...(verdict === "high" && posting.request_changes
      ? [{ action: "request_pr_changes", args: { repo, number, body }, pull }]
      : []),
  ];
}

const SEVERITY: Record<RiskVerdict, Severity> = {
  high: "high",
  medium: "medium",
  low: "info",
  no_history: "info",
};

/** The same files, history and figures have the same hash, whenever they are looked at. */
function subjectOf(assessment: Assessment): Subject {
  const hash = createHash("sha256")
    .update(canonicalize({ ...assessment, at: undefined }) ?? "")
    .digest("hex");
  const { changed_files, listed_files } = assessment.coverage;
  const complete = listed_files >= changed_files ? 1 : 0;
  return {
    severity: SEVERITY[assessment.verdict],
    projected_6h_usd: null,
    findings: [],
    evidence: [{ number: 1, hash, complete }],
  };
}

/**
 * GitHub knows no "nothing known". Pending would hold every deployment and required check for ever, so it is success,
 * whose words are the first thing to say that it means nothing.
 */
export function statusOf({ verdict, says }: Pick<Assessment, "verdict" | "says">): CommitStatus {
  if (verdict === "no_history") {
    return {
      state: "success",
      description: "No history for these files: not judged, which is not the same as safe",
    };
  }
  return { state: verdict === "high" ? "failure" : "success", description: says };
}
