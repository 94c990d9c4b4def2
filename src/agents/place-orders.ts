import { appendAudit } from "../audit/append.ts";
import type { Via } from "../contracts/principal.ts";
import { enqueue } from "../outbox/enqueue.ts";
import type { State, StateDb } from "../state/open.ts";
import { ring } from "./bell.ts";
import { pushLetter, type PushTarget } from "./push-letter.ts";

export type Placement = {
  approval_id: string;
  connection: string;
  trace_ids: string[];
  /** Sentinel's own words and figures. */
  reason: string;
  /** Where each order is pushed to as well. */
  push: readonly PushTarget[];
  at: Date;
};

/**
 * Orders the traces to stop: orders, pushes and audit in one transaction, then waiting agents are woken. Placing the
 * same again adds nothing. Who ordered it, and by which way, is what the approval's last vote says; none is `auto`.
 */
export async function placeOrders(state: State, placement: Placement): Promise<{ placed: number }> {
  const { approval_id, connection, reason, push, at } = placement;
  const trace_ids = [...new Set(placement.trace_ids)];
  const placed = await state.write(async (db) => {
    const { method, by } = await releasedBy(db, approval_id);
    let count = 0;
    for (const trace_id of trace_ids) {
      const order = {
        approval_id,
        trace_id,
        connection,
        method,
        reason,
        ordered_by: by,
        ordered_at: at.toISOString(),
        first_read_at: null,
        answered_at: null,
        answer: null,
        revoked_at: null,
      };
      const { numInsertedOrUpdatedRows = 0n } = await db
        .insertInto("kill_orders")
        .values(order)
        .onConflict((conflict) => conflict.columns(["approval_id", "trace_id"]).doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 0n) continue;
      count += 1;
      for (const target of push) await enqueue(db, pushLetter(order, target, at));
    }
    if (count > 0) {
      await appendAudit(db, {
        kind: "order.placed",
        by: { name: by, via: method },
        subject: approval_id,
        data: { connection, trace_ids, reason },
        at,
      });
    }
    return count;
  });
  for (const trace_id of trace_ids) ring(state, trace_id);
  return { placed };
}

async function releasedBy(db: StateDb, approval_id: string) {
  const vote = await db
    .selectFrom("approval_votes")
    .select(["by", "via"])
    .where("approval_id", "=", approval_id)
    .where("vote", "=", "approve")
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return { by: vote?.by ?? "sentinel", method: (vote?.via ?? "auto") as Via };
}
