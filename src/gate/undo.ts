import { appendAudit } from "../audit/append.ts";
import type { Approval } from "../contracts/approval.ts";
import type { Principal } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import { isOver, LEASE_MS } from "../outbox/lease.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";
import { newRunner } from "./claim.ts";
import type { GateContext } from "./context.ts";
import { decideApproval } from "./decide-approval.ts";
import { canonical } from "./digest.ts";
import { plain } from "./outcome.ts";
import { actionOf } from "./propose.ts";
import { getApproval } from "./read-approvals.ts";
import { recordChange } from "./record-change.ts";
import { whyNotApproved } from "./why-not-approved.ts";

/**
 * Takes a done action back. Throws `conflict` when it is not done, is being undone, was edited since, or cannot be taken
 * back (the hint says what a person can do), `unauthorized` below approver; a vendor's failure as it is, after which it
 * may be called again.
 */
export async function undo(
  context: GateContext,
  { id, by }: { id: string; by: Principal },
): Promise<Approval> {
  const runner = newRunner();
  const taken = await decideApproval(context, { verb: "undo", id, by }, async (db, row, at) => {
    refuseUndone(context, row, at);
    const forged = await whyNotApproved(db, row);
    if (forged !== undefined) throw new SentinelError("conflict", `approval ${row.id}: ${forged}`);
    const lease_until = new Date(at.getTime() + LEASE_MS).toISOString();
    await db
      .updateTable("approvals")
      .set({ lease_by: runner, lease_until })
      .where("id", "=", row.id)
      .execute();
    const data = { digest: row.digest };
    await appendAudit(db, { kind: "run.undo_asked", by, subject: row.id, data, at });
  });
  try {
    await takeBack(context, taken, runner, by);
  } finally {
    await context.state.db
      .updateTable("approvals")
      .set({ lease_by: null, lease_until: null })
      .where("id", "=", taken.id)
      .where("lease_by", "=", runner)
      .execute();
  }
  await context.anchor?.();
  return getApproval(context.state, taken.id);
}

async function takeBack(
  context: GateContext,
  { id, digest, action: action_id, args, result }: Approval,
  runner: string,
  by: Principal,
): Promise<void> {
  const action = actionOf(context, action_id);
  const input = action.input.parse(args);
  const undone = await action.undo?.(input, context.ports, id, result ?? {});
  const at = context.now();
  await context.state.write(async (db) => {
    await db
      .updateTable("approvals")
      .set({
        status: "undone",
        ended_at: at.toISOString(),
        result: canonical(plain({ ...result, ...undone })),
      })
      .where("id", "=", id)
      .where("status", "=", "done")
      .where("lease_by", "=", runner)
      .execute();
    await recordChange(db, { kind: "run.undone", by, subject: id, data: { digest }, at });
  });
}

function refuseUndone(context: GateContext, row: ApprovalRow, at: Date): void {
  const { id, status } = row;
  if (status !== "done")
    throw new SentinelError("conflict", `approval ${id} is ${status}: only what is done can be undone`);
  const action = actionOf(context, row.action);
  if (action.undo === undefined) {
    throw new SentinelError("conflict", `${row.action} cannot be undone by Sentinel`, {
      hint: action.undo_by_hand,
    });
  }
  if (!isOver(row, at)) throw new SentinelError("conflict", `approval ${id} is being undone`);
}
