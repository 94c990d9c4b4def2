import { setTimeout as sleep } from "node:timers/promises";

import type { Principal } from "../contracts/principal.ts";
import type { State } from "../state/open.ts";
import { ringFor } from "./bell.ts";
import { liveOrder } from "./live-order.ts";
import { type AgentOrder, noOrder } from "./order.ts";
import { orderFor } from "./order-for.ts";

/** Below the usual 30 s after which proxies give up on a silent connection. */
const LONGEST_WAIT_MS = 25_000;

export type Wait = {
  wait_ms: number;
  by?: Principal;
  now: () => Date;
  /** The caller went away, or the server stops: answers with what there is. */
  signal?: AbortSignal;
};

/** The order on a trace as soon as there is one, at the latest after `wait_ms` (25 s at most). */
export async function waitForOrder(
  state: State,
  trace_id: string,
  { wait_ms, by, now, signal }: Wait,
): Promise<AgentOrder> {
  const end = performance.now() + Math.min(wait_ms, LONGEST_WAIT_MS);
  for (;;) {
    const rung = new AbortController();
    // Listens before it looks: an order placed between the two still rings.
    const ring = ringFor(state, trace_id, rung.signal).catch(() => undefined);
    try {
      if ((await liveOrder(state.db, trace_id)) !== undefined) {
        return await orderFor(state, trace_id, { at: now(), ...(by && { by }) });
      }
      const left_ms = end - performance.now();
      if (left_ms <= 0 || signal?.aborted === true) return noOrder(trace_id);
      const stop = signal === undefined ? rung.signal : AbortSignal.any([rung.signal, signal]);
      const pause = sleep(left_ms, undefined, { signal: stop, ref: false });
      await Promise.race([ring, pause.catch(() => undefined)]);
    } finally {
      rung.abort();
    }
  }
}
