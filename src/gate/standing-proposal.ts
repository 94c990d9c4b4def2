import type { StateDb } from "../state/open.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";
import { standingApprovals } from "./standing.ts";
import type { Proposal } from "./proposal.ts";

/** Asked for once about one pull request: GitHub keeps a review until somebody dismisses it, and a no is an answer. */
const ONCE = new Set(["request_pr_changes"]);

/**
 * What makes a proposal needless. About a pull request it is the newest of its kind alone: a text that was right two
 * pushes ago is written again.
 */
export async function standingProposal(db: StateDb, proposal: Proposal): Promise<ApprovalRow | undefined> {
  const { incident_id, action, args, input } = proposal;
  if (incident_id !== null) {
    const [standing] = await standingApprovals(db, { incident_id, action: action.id, args });
    return standing;
  }
  const newest = await db
    .selectFrom("approvals")
    .selectAll()
    .where("incident_id", "is", null)
    .where("action", "=", action.id)
    .where("resource", "=", action.resource(input))
    .orderBy("proposed_at", "desc")
    .orderBy("id", "desc")
    .executeTakeFirst();
  return newest !== undefined && stands(newest, args) ? newest : undefined;
}

function stands({ status, next_at, action, args }: ApprovalRow, asked: string): boolean {
  if (status === "running") return true;
  if (status === "unknown") return next_at !== null || args === asked;
  if (status === "proposed") return args === asked;
  const settled = status === "approved" || status === "done" || status === "refused";
  return settled && (args === asked || ONCE.has(action));
}
