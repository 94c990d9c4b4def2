import { setTimeout as sleep } from "node:timers/promises";

import { UpstreamError } from "../contracts/upstream-error.ts";
import type { SyncLimits } from "./limits.ts";
import { requestMeter } from "./request-meter.ts";

/** The door of one connection: every attempt at a request passes it. */
export type Gate = {
  /**
   * Waits while the connection is paused and counts the attempt. `waited_ms` is what the request has waited before;
   * answers with the new sum. Throws UpstreamError `limited` when the sum would pass the longest wait, `budget` when
   * the budget is spent, and the signal's reason when aborted.
   */
  admit: (waited_ms: number, meter?: { requests: number }) => Promise<number>;
  /** Nobody passes for this long, because of `why`. A shorter pause never ends a longer one. */
  pause: (wait_ms: number, why: string) => void;
  requests: () => number;
};

export type GateOptions = {
  limits: SyncLimits;
  now: () => Date;
  signal: AbortSignal;
  /** Told when a pause begins or grows, with its end. */
  on_pause?: ((until: Date) => void) | undefined;
};

export function openGate({ limits, now, signal, on_pause }: GateOptions): Gate {
  let requests = 0;
  // On the monotonic clock: `now` may be a fixed or shifted moment.
  let opens_at = 0;
  let reason = "";
  return {
    async admit(waited_ms, meter = requestMeter.getStore()) {
      let waited = waited_ms;
      for (;;) {
        signal.throwIfAborted();
        const left = opens_at - performance.now();
        if (left <= 0) break;
        if (waited + left > limits.longest_wait_ms) throw limited(left, reason, limits, now());
        const began = performance.now();
        // An aborted sleep rejects with an error of its own; the loop throws the reason.
        await sleep(left, undefined, { signal }).catch(() => signal.throwIfAborted());
        waited += performance.now() - began;
      }
      if (requests >= limits.request_budget) {
        throw new UpstreamError(
          "budget",
          `the budget of ${limits.request_budget} requests of this run is spent`,
          {
            hint: "the next sync goes on from here; raise sync.request_budget in settings.json to fetch more at once",
          },
        );
      }
      requests += 1;
      if (meter !== undefined) meter.requests += 1;
      return waited;
    },
    pause(wait_ms, why) {
      const until = performance.now() + wait_ms;
      if (until <= opens_at) return;
      opens_at = until;
      reason = why;
      on_pause?.(new Date(now().getTime() + wait_ms));
    },
    requests: () => requests,
  };
}

function limited(left_ms: number, why: string, limits: SyncLimits, now: Date): UpstreamError {
  const retry_at = new Date(now.getTime() + left_ms);
  const seconds = limits.longest_wait_ms / 1_000;
  return new UpstreamError(
    "limited",
    `rate limit until ${retry_at.toISOString()}, past the ${seconds} s that a request may wait (${why})`,
    { retry_at, hint: "sync again after that moment" },
  );
}
