import type { Approval } from "../contracts/approval.ts";
import type { Principal } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import type { GateContext } from "./context.ts";
import { decideApproval, refuseDecided } from "./decide-approval.ts";
import { recordChange } from "./record-change.ts";

const LONGEST_REASON = 500;

/**
 * One approver's no, which ends it; who proposed it may take it back so as well. Throws `invalid` without a reason,
 * `unauthorized` below approver, `conflict` when it is decided or expired, `not_found` for the id.
 */
export function refuse(
  context: GateContext,
  { id, by, reason }: { id: string; by: Principal; reason: string },
): Promise<Approval> {
  return decideApproval(context, { verb: "refuse", id, by }, async (db, row, at) => {
    const why = reason.trim().slice(0, LONGEST_REASON);
    if (why === "") throw new SentinelError("invalid", "a refusal needs a reason");
    refuseDecided(row, at);
    const now = at.toISOString();
    const vote = { vote: "refuse", reason: why, via: by.via, at: now };
    // Whoever approved it, while a second person was awaited, may still change their mind.
    await db
      .insertInto("approval_votes")
      .values({ approval_id: row.id, by: by.name, ...vote })
      .onConflict((conflict) => conflict.columns(["approval_id", "by"]).doUpdateSet(vote))
      .execute();
    await db
      .updateTable("approvals")
      .set({ status: "refused", decided_at: now, ended_at: now })
      .where("id", "=", row.id)
      .where("status", "=", "proposed")
      .execute();
    const data = { digest: row.digest, reason: why };
    await recordChange(db, { kind: "decision.refused", by, subject: row.id, data, at });
  });
}
