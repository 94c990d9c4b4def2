import type { State } from "../state/open.ts";
import type { KillOrderRow } from "../state/rows/gate.ts";

/** Kill orders, the newest first: what was ordered, by which way, and what each agent answered. */
export function listOrders(
  state: State,
  { approval_id, limit = 200 }: { approval_id?: string; limit?: number } = {},
): Promise<KillOrderRow[]> {
  let orders = state.db.selectFrom("kill_orders").selectAll();
  if (approval_id !== undefined) orders = orders.where("approval_id", "=", approval_id);
  return orders.orderBy("ordered_at", "desc").orderBy("trace_id").limit(limit).execute();
}
