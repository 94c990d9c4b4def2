import { appendAudit } from "../audit/append.ts";
import { SENTINEL } from "../contracts/principal.ts";
import type { State } from "../state/open.ts";

/**
 * Takes back the orders of an approval: agents that ask from now on are told to go on. One that has stopped stays
 * stopped. Answers how many were taken back, and how many agents had stopped by then.
 */
export async function revokeOrders(
  state: State,
  approval_id: string,
  at: Date,
): Promise<{ revoked: number; stopped_before: number }> {
  return state.write(async (db) => {
    const orders = await db
      .selectFrom("kill_orders")
      .select(["trace_id", "answer"])
      .where("approval_id", "=", approval_id)
      .where("revoked_at", "is", null)
      .execute();
    const stopped_before = orders.filter(({ answer }) => answer === "killed").length;
    if (orders.length === 0) return { revoked: 0, stopped_before };
    await db
      .updateTable("kill_orders")
      .set({ revoked_at: at.toISOString() })
      .where("approval_id", "=", approval_id)
      .where("revoked_at", "is", null)
      .execute();
    const trace_ids = orders.map(({ trace_id }) => trace_id);
    await appendAudit(db, {
      kind: "order.revoked",
      by: SENTINEL,
      subject: approval_id,
      data: { trace_ids },
      at,
    });
    return { revoked: orders.length, stopped_before };
  });
}
