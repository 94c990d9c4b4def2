/** Request limits per seed and vendor: so many requests in a fixed window, then a refusal until it ends. */
import type { Quota } from "./vendor.ts";

export type Limit = { requests: number; window_ms: number };

/** Counts a request and says what is left; `over` when it is one too many. Without a limit nothing is ever over. */
export function quotaCounter(limit: Limit | undefined, usual_limit: number) {
  const windows = new Map<string, { ends: number; used: number }>();
  return (owner: string, now: Date): Quota & { over: boolean } => {
    if (limit === undefined) {
      const reset = new Date(now.getTime() + 60_000);
      return { limit: usual_limit, remaining: usual_limit - 1, reset, over: false };
    }
    let window = windows.get(owner);
    if (window === undefined || now.getTime() >= window.ends) {
      window = { ends: now.getTime() + limit.window_ms, used: 0 };
      windows.set(owner, window);
    }
    window.used += 1;
    return {
      limit: limit.requests,
      remaining: Math.max(0, limit.requests - window.used),
      reset: new Date(window.ends),
      over: window.used > limit.requests,
    };
  };
}
