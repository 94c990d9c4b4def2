import { z } from "@hono/zod-openapi";

import { answerOrder } from "../../agents/answer-order.ts";
import { listOrders } from "../../agents/list-orders.ts";
import { orderFor } from "../../agents/order-for.ts";
import { AgentOrder, OrderAnswer } from "../../agents/order.ts";
import { waitForOrder } from "../../agents/wait-for-order.ts";
import type { KillOrderRow } from "../../state/rows/gate.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, callerOf, defineRoute, ErrorAnswer, jsonBody } from "../route.ts";

const tags = ["agents"];
const Trace = z.object({ trace_id: z.string().min(1).max(500) });

const orders = defineRoute("viewer", {
  method: "get",
  path: "/api/agents/orders",
  tags,
  summary: "Kill orders, the newest first: by which way, and what each agent answered",
  request: {
    query: z.object({
      approval_id: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(200),
    }),
  },
  responses: answers<{ orders: KillOrderRow[] }>("the orders"),
});

const order = defineRoute("agent", {
  method: "get",
  path: "/api/agents/{trace_id}/order",
  tags,
  summary: "Whether the agent of a trace is to stop; with wait, as soon as it is",
  description: "The first read of an order is recorded. Ask between two steps, or wait beside the work.",
  request: {
    params: Trace,
    query: z.object({
      wait: z.coerce.number().min(0).max(25).default(0).openapi({ description: "seconds" }),
    }),
  },
  responses: {
    200: { description: "the order", content: { "application/json": { schema: AgentOrder } } },
    default: { description: "what went wrong", content: { "application/json": { schema: ErrorAnswer } } },
  },
});

const reply = defineRoute("agent", {
  method: "post",
  path: "/api/agents/{trace_id}/order",
  tags,
  summary: "What the agent did about the order",
  request: {
    params: Trace,
    body: jsonBody(z.strictObject({ approval_id: z.string().min(1), answer: OrderAnswer })),
  },
  responses: answers<KillOrderRow>("the order with its answer"),
});

/** Kill orders, for agents and for those who gave them. */
export function agentRoutes({ sentinel, stopping }: ApiContext) {
  return newRoutes()
    .openapi(orders, async (c) => {
      const { approval_id, limit } = c.req.valid("query");
      const filter = { limit, ...(approval_id !== undefined && { approval_id }) };
      return c.json({ orders: await listOrders(sentinel.state(), filter) }, 200);
    })
    .openapi(order, async (c) => {
      const { trace_id } = c.req.valid("param");
      const wait_ms = c.req.valid("query").wait * 1_000;
      const by = callerOf(c);
      const { now } = sentinel;
      if (wait_ms === 0) return c.json(await orderFor(sentinel.state(), trace_id, { by, at: now() }), 200);
      const signal = AbortSignal.any([stopping, c.req.raw.signal]);
      return c.json(await waitForOrder(sentinel.state(), trace_id, { wait_ms, by, now, signal }), 200);
    })
    .openapi(reply, async (c) => {
      const { trace_id } = c.req.valid("param");
      const answered = { trace_id, ...c.req.valid("json"), by: callerOf(c), at: sentinel.now() };
      return c.json(await answerOrder(sentinel.state(), answered), 200);
    });
}
