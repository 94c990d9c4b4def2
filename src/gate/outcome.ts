/** How a try at an approved action came out, and what is stored of it. */
import { appendAudit, type AuditKind } from "../audit/append.ts";
import type { ActionResult, Json } from "../contracts/action.ts";
import { elapsed } from "../contracts/moment.ts";
import { SENTINEL } from "../contracts/principal.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";
import type { GateContext } from "./context.ts";
import { canonical } from "./digest.ts";
import { retryAt } from "./failure.ts";
import { recordChange } from "./record-change.ts";

export type Outcome =
  | { to: "done"; result: ActionResult; reconciled: boolean }
  | { to: "failed"; error: string }
  /** It may have happened. Looked after from `next_at` on; null ends that. */
  | { to: "unknown"; error: string; next_at: string | null }
  /** Nothing has happened yet; tried again from `next_at` on. */
  | { to: "running"; error: string; next_at: string };

const LONGEST_ERROR = 500;

/** Stores the outcome while this runner still holds the approval; one that lost it has no say any more. */
export async function saveOutcome(
  { state, now }: GateContext,
  { id, status, digest }: ApprovalRow,
  runner: string,
  outcome: Outcome,
): Promise<void> {
  const at = now();
  const over = outcome.to === "done" || outcome.to === "failed";
  const error = "error" in outcome ? outcome.error.slice(0, LONGEST_ERROR) : null;
  const result = "result" in outcome ? canonical(plain(outcome.result)) : null;
  const next_at = "next_at" in outcome ? outcome.next_at : null;
  await state.write(async (db) => {
    const saved = await db
      .updateTable("approvals")
      .set({ status: outcome.to, error, result, next_at, lease_by: null, lease_until: null })
      .$if(over, (update) => update.set({ ended_at: at.toISOString() }))
      .where("id", "=", id)
      .where("lease_by", "=", runner)
      .executeTakeFirst();
    if (saved.numUpdatedRows !== 1n) return;
    const kind = kindOf(outcome, status);
    const data = { digest, status: outcome.to, ...(error !== null && { error, next_at }) };
    const entry = { kind, by: SENTINEL, subject: id, data, at };
    // A vendor that is down for an hour changes nothing that people could read.
    await (kind === "run.postponed" ? appendAudit(db, entry) : recordChange(db, entry));
  });
}

function kindOf(outcome: Outcome, before: string): AuditKind {
  switch (outcome.to) {
    case "done":
      return outcome.reconciled ? "run.reconciled" : "run.done";
    case "failed":
      return "run.failed";
    case "unknown":
      return before === "unknown" && outcome.next_at !== null ? "run.postponed" : "run.unknown";
    case "running":
      return "run.postponed";
  }
}

const LONGEST_PAUSE_MS = 600_000;

/**
 * As long again as it has taken so far, which doubles each pause, from `retry_base_ms` to ten minutes; longer when the
 * vendor asked for more with its failure.
 */
export function nextTry({ settings, now }: GateContext, { started_at }: ApprovalRow, error: unknown): string {
  const at = now();
  const so_far = started_at === null ? 0 : elapsed(started_at, at.toISOString());
  const pause = Math.min(Math.max(so_far, settings().retry_base_ms), LONGEST_PAUSE_MS);
  const asked = retryAt(error, at)?.getTime() ?? 0;
  return new Date(Math.max(at.getTime() + pause, asked)).toISOString();
}

/** Without the undefined fields that an optional one leaves. */
export const plain = (result: ActionResult): { [name: string]: Json } =>
  Object.fromEntries(
    Object.entries(result).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
