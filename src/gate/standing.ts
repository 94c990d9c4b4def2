import type { StateDb } from "../state/open.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";

/** What there is already about one action on one incident; `args` as canonical JSON. */
type Asked = { incident_id: string; action: string; args?: string };

/**
 * The approval that makes another proposal of the same thing needless: one that waits or runs, and one that was done
 * or refused, for a refusal is an answer. One that expired or failed is proposed again once the trouble has gone on.
 */
export async function standingApprovals(
  db: StateDb,
  { incident_id, action, args }: Asked,
): Promise<ApprovalRow[]> {
  let rows = db
    .selectFrom("approvals")
    .innerJoin("incidents", "incidents.id", "approvals.incident_id")
    .selectAll("approvals")
    .select("incidents.updated_at")
    .where("approvals.incident_id", "=", incident_id)
    .where("approvals.action", "=", action);
  if (args !== undefined) rows = rows.where("approvals.args", "=", args);
  const found = await rows.orderBy("approvals.proposed_at", "desc").execute();
  return found.filter(stands);
}

function stands({ status, ended_at, updated_at }: ApprovalRow & { updated_at: string }): boolean {
  if (status !== "expired" && status !== "failed") return true;
  return ended_at !== null && updated_at <= ended_at;
}
