/** What an agent is told about its trace. Figures and ids only: nothing that a source wrote reaches an agent. */
import { z } from "zod";

import type { KillOrderRow } from "../state/rows/gate.ts";

/** What an agent says about an order: it stopped, it had come to its end by itself, or it goes on. */
export const OrderAnswer = z.enum(["killed", "finished", "refused"]);
export type OrderAnswer = z.infer<typeof OrderAnswer>;

/** GET /api/agents/{trace_id}/order */
export const AgentOrder = z.object({
  trace_id: z.string(),
  order: z.enum(["kill", "none"]),
  /** Why, in Sentinel's own words and figures. */
  reason: z.string().nullable(),
  /** By which way it was released: auto, slack, web, cli or key. */
  method: z.string().nullable(),
  ordered_at: z.string().nullable(),
  approval_id: z.string().nullable(),
});
export type AgentOrder = z.infer<typeof AgentOrder>;

export function noOrder(trace_id: string): AgentOrder {
  return { trace_id, order: "none", reason: null, method: null, ordered_at: null, approval_id: null };
}

export function killOrder({ trace_id, reason, method, ordered_at, approval_id }: KillOrderRow): AgentOrder {
  return { trace_id, order: "kill", reason, method, ordered_at, approval_id };
}
