import { z } from "zod";

import { listOrders } from "../agents/list-orders.ts";
import { placeOrders } from "../agents/place-orders.ts";
import { revokeOrders } from "../agents/revoke-orders.ts";
import { type ActionResult, defineAction } from "../contracts/action.ts";
import { SentinelError } from "../errors.ts";
import { Connection, TraceId } from "./fields.ts";
import type { ActionPorts } from "./ports.ts";

/** Figures only: the reason is shown to the agent, so nothing that a source wrote may be in it. */
const Reason = z.strictObject({
  kind: z.enum(["no_progress", "over_budget", "by_hand"]),
  generations: z.int().nonnegative().nullable().default(null),
  steps_without_progress: z.int().nonnegative().nullable().default(null),
  usd_per_hour: z.number().nonnegative().nullable().default(null),
});
type Reason = z.infer<typeof Reason>;

const Input = z.strictObject({
  connection: Connection,
  trace_ids: z.array(TraceId).min(1).max(50),
  reason: Reason,
});

const MINUTE_MS = 60_000;
const KINDS = {
  no_progress: "the agent makes no progress",
  over_budget: "the agent spends too much",
  by_hand: "somebody decided so",
} as const satisfies Record<Reason["kind"], string>;

/** Orders that agents read through `sentinel/guard`, and pushes of the same to settings.json `agents.push`. */
export const killLoop = defineAction({
  id: "kill_loop",
  summary: "Orders running agents to stop: their guard throws at the next step.",
  reversible: true,
  input: Input,
  resource: ({ trace_ids }) => trace_ids.join(","),
  preview: ({ connection, trace_ids, reason }) => ({
    title: `Kill ${trace_ids.length === 1 ? "the trace" : `${trace_ids.length} traces`} of ${connection}`,
    lines: [`Traces: ${trace_ids.join(", ")}`, `Reason (${reason.kind}): ${inWords(reason)}`],
  }),

  // One that still runs is reason enough; how many do changes by the second, and an order on an ended trace does nothing.
  async preconditions({ connection, trace_ids }, ports: ActionPorts) {
    const { running_minutes } = ports.settings().agents;
    const since = ports.now().getTime() - running_minutes * MINUTE_MS;
    let known = 0;
    for (const trace_id of trace_ids) {
      const last = await ports.last_step_at(connection, trace_id);
      if (last !== undefined && last.getTime() >= since) return { running: true };
      if (last !== undefined) known += 1;
    }
    const why = known === 0 ? "is known there" : `made a step in the last ${running_minutes} minutes`;
    throw new SentinelError("conflict", `none of the traces of ${connection} ${why}`, {
      hint: "the agent has ended; there is nothing to kill",
    });
  },

  async run({ connection, trace_ids, reason }, ports, key) {
    const { push } = ports.settings().agents;
    await placeOrders(ports.state, {
      approval_id: key,
      connection,
      trace_ids,
      reason: inWords(reason),
      push,
      at: ports.now(),
    });
    return placed(key, trace_ids.length);
  },

  async reconcile(_input, ports, key) {
    const orders = await listOrders(ports.state, { approval_id: key });
    return orders.length === 0 ? { found: false } : { found: true, result: placed(key, orders.length) };
  },

  async undo(_input, ports, key, result) {
    return { ...result, ...(await revokeOrders(ports.state, key, ports.now())) };
  },
  undo_by_hand: "An agent that has stopped is started again where it runs.",
});

function inWords({ kind, generations, steps_without_progress, usd_per_hour }: Reason): string {
  const figures = [
    generations === null ? [] : `${generations} model calls`,
    steps_without_progress === null ? [] : `${steps_without_progress} steps without anything new`,
    usd_per_hour === null ? [] : `${usd_per_hour} USD per hour`,
  ].flat();
  return [KINDS[kind], ...figures].join("; ");
}

function placed(key: string, orders: number): ActionResult {
  return { id: key, orders };
}
