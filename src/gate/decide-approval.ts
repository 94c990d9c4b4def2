import { appendAudit } from "../audit/append.ts";
import type { Approval } from "../contracts/approval.ts";
import { mayActAs, type Principal } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import type { StateDb } from "../state/open.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";
import type { GateContext } from "./context.ts";
import { findApproval } from "./find-approval.ts";
import { getApproval } from "./read-approvals.ts";

export type Attempt = { verb: "approve" | "refuse" | "undo"; id: string; by: Principal };

/**
 * One person's decision on one approval as a single write. Only an approver may, whatever the verb. An attempt that is
 * turned down is recorded with its reason in a write of its own, for the decision's is rolled back.
 */
export async function decideApproval(
  context: GateContext,
  { verb, id, by }: Attempt,
  change: (db: StateDb, row: ApprovalRow, at: Date) => Promise<void>,
): Promise<Approval> {
  const at = context.now();
  let subject = id.slice(0, LONGEST_ID);
  try {
    return await context.state.write(async (db) => {
      const row = await findApproval(db, id);
      subject = row.id;
      refuseStranger(by, verb);
      await change(db, row, at);
      return getApproval({ db }, row.id);
    });
  } catch (error) {
    if (error instanceof SentinelError) await recordDenial(context, { verb, by, subject, why: error, at });
    throw error;
  } finally {
    await context.anchor?.();
  }
}

const LONGEST_ID = 64;

function refuseStranger(by: Principal, verb: Attempt["verb"]): void {
  if (by.name.trim() === "")
    throw new SentinelError("unauthorized", "a decision needs the name of who takes it");
  if (!mayActAs(by, "approver"))
    throw new SentinelError("unauthorized", `${by.name} may not ${verb}: that takes the role approver`);
}

type Denial = Omit<Attempt, "id"> & { subject: string; why: SentinelError; at: Date };

async function recordDenial(
  { state }: Pick<GateContext, "state">,
  { verb, by, subject, why, at }: Denial,
): Promise<void> {
  const data = { verb, role: by.role, code: why.code, reason: why.message };
  await state.write((db) => appendAudit(db, { kind: "decision.denied", by, subject, data, at }));
}

/** Throws `conflict` for one that is decided, or whose time is up though nobody has marked it yet. */
export function refuseDecided({ id, status, expires_at, decided_at }: ApprovalRow, at: Date): void {
  if (status === "expired" || (status === "proposed" && expires_at <= at.toISOString()))
    throw new SentinelError("conflict", `approval ${id} expired at ${expires_at}: no action was taken`);
  if (status === "proposed") return;
  throw new SentinelError("conflict", `approval ${id} was decided already: it is ${status}`, {
    ...(decided_at !== null && { hint: `it was decided at ${decided_at}` }),
  });
}
