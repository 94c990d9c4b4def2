import type { StateDb } from "../state/open.ts";
import type { KillOrderRow } from "../state/rows/gate.ts";

/** The newest order on a trace that was not taken back. It stays: an agent that starts again is told again. */
export function liveOrder(db: StateDb, trace_id: string): Promise<KillOrderRow | undefined> {
  return db
    .selectFrom("kill_orders")
    .selectAll()
    .where("trace_id", "=", trace_id)
    .where("revoked_at", "is", null)
    .orderBy("ordered_at", "desc")
    .orderBy("approval_id", "desc")
    .limit(1)
    .executeTakeFirst();
}
