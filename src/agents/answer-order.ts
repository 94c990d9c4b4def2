import { appendAudit } from "../audit/append.ts";
import type { Principal } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import type { State } from "../state/open.ts";
import type { KillOrderRow } from "../state/rows/gate.ts";
import type { OrderAnswer } from "./order.ts";
import { AGENT } from "./order-for.ts";

export type Answering = {
  trace_id: string;
  approval_id: string;
  answer: OrderAnswer;
  by?: Principal;
  at: Date;
};

/**
 * Records what the agent did about an order. The same answer again changes nothing; after `refused` an agent may still
 * stop. Throws `not_found` for an order that does not exist, `conflict` for another answer than the final one given.
 */
export async function answerOrder(
  state: State,
  { trace_id, approval_id, answer, by = AGENT, at }: Answering,
): Promise<KillOrderRow> {
  return state.write(async (db) => {
    const order = await db
      .selectFrom("kill_orders")
      .selectAll()
      .where("approval_id", "=", approval_id)
      .where("trace_id", "=", trace_id)
      .executeTakeFirst();
    if (order === undefined) {
      throw new SentinelError("not_found", `no order ${approval_id} on trace ${trace_id}`);
    }
    if (order.answer === answer) return order;
    if (order.answer !== null && order.answer !== "refused") {
      throw new SentinelError("conflict", `the order was already answered: ${order.answer}`);
    }
    const answered_at = at.toISOString();
    await db
      .updateTable("kill_orders")
      .set({ answer, answered_at, first_read_at: order.first_read_at ?? answered_at })
      .where("approval_id", "=", approval_id)
      .where("trace_id", "=", trace_id)
      .execute();
    await appendAudit(db, {
      kind: "order.answered",
      by,
      subject: approval_id,
      data: { trace_id, answer, after_ms: at.getTime() - Date.parse(order.ordered_at) },
      at,
    });
    return { ...order, answer, answered_at };
  });
}
