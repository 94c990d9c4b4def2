import { appendAudit } from "../audit/append.ts";
import type { Principal } from "../contracts/principal.ts";
import type { State } from "../state/open.ts";
import { liveOrder } from "./live-order.ts";
import { type AgentOrder, killOrder, noOrder } from "./order.ts";

/** Who asks when nobody says: the agent of the trace. */
export const AGENT: Principal = { name: "agent", role: "agent", via: "key" };

/**
 * The order on a trace, for its agent. The first read of an order is recorded and audited once; reading without an
 * order writes nothing, so that a fleet may ask between all its steps.
 */
export async function orderFor(
  state: State,
  trace_id: string,
  { by = AGENT, at }: { by?: Principal; at: Date },
): Promise<AgentOrder> {
  const seen = await liveOrder(state.db, trace_id);
  if (seen === undefined) return noOrder(trace_id);
  if (seen.first_read_at !== null) return killOrder(seen);
  return state.write(async (db) => {
    // It may have been read, or taken back, meanwhile.
    const order = await liveOrder(db, trace_id);
    if (order === undefined) return noOrder(trace_id);
    if (order.first_read_at === null) {
      await db
        .updateTable("kill_orders")
        .set({ first_read_at: at.toISOString() })
        .where("approval_id", "=", order.approval_id)
        .where("trace_id", "=", trace_id)
        .execute();
      await appendAudit(db, {
        kind: "order.read",
        by,
        subject: order.approval_id,
        data: { trace_id, after_ms: at.getTime() - Date.parse(order.ordered_at) },
        at,
      });
    }
    return killOrder(order);
  });
}
