import { askOrder, tellAnswer } from "./ask-sentinel.ts";
import { GuardUnreachable, type KillOrder, LoopKilled } from "./loop-killed.ts";
import { watchTrace } from "./watch-trace.ts";

export type GuardOptions = {
  /** Where Sentinel answers: `http://127.0.0.1:8787`. */
  url: string;
  /** API key of a role `agent` or above; none on loopback. */
  key?: string;
  /** When Sentinel cannot be asked: `open` lets the agent go on, `closed` throws GuardUnreachable. Default open. */
  on_unreachable?: "open" | "closed";
  /** Longest time that a check may take. Default 2000. */
  timeout_ms?: number;
  /** Checks of a trace within this time of the last answer ask nothing. Default 1000. */
  min_interval_ms?: number;
  /** Told when Sentinel cannot be asked or told, whatever the guard then does. */
  on_problem?: (error: Error) => void;
};

export type Guard = {
  /** Call between steps. Throws LoopKilled when the trace was ordered to stop. */
  check: (traceId: string) => Promise<void>;
  /** Aborts the controller, with LoopKilled as the reason, as soon as the order comes. Ends with the function returned. */
  watch: (traceId: string, controller: AbortController) => () => void;
};

/** A failed ask pauses the next ones: a Sentinel that hangs costs an agent at most a third of its time. */
const PAUSE_PER_TIMEOUT = 2;
/** Traces remembered; an agent works at few at once. */
const REMEMBERED = 1_000;

type Known = { until: number; order: KillOrder | undefined; asking?: Promise<KillOrder | undefined> };

export function createGuard(options: GuardOptions): Guard {
  const { url, key, on_unreachable = "open", timeout_ms = 2_000, min_interval_ms = 1_000 } = options;
  const sentinel = { url, key };
  const known = new Map<string, Known>();

  async function ask(traceId: string): Promise<KillOrder | undefined> {
    try {
      const signal = AbortSignal.timeout(timeout_ms);
      const order = await askOrder(sentinel, traceId, { wait_s: 0, signal });
      remember(traceId, { until: performance.now() + min_interval_ms, order });
      if (order !== undefined) await tellKilled(traceId, order);
      return order;
    } catch (cause) {
      const problem = new GuardUnreachable(url, cause);
      options.on_problem?.(problem);
      // Failing closed, each step asks again; failing open, the pause keeps a dead Sentinel from slowing the agent.
      const pause_ms =
        on_unreachable === "open" ? Math.max(min_interval_ms, PAUSE_PER_TIMEOUT * timeout_ms) : 0;
      remember(traceId, { until: performance.now() + pause_ms, order: undefined });
      if (on_unreachable === "closed") throw problem;
      return undefined;
    }
  }

  /** The agent stops whether or not this arrives. */
  async function tellKilled(traceId: string, { approval_id }: KillOrder): Promise<void> {
    try {
      await tellAnswer(sentinel, traceId, { approval_id, answer: "killed" }, AbortSignal.timeout(timeout_ms));
    } catch (cause) {
      options.on_problem?.(new GuardUnreachable(url, cause));
    }
  }

  function remember(traceId: string, answer: Known): void {
    known.delete(traceId);
    known.set(traceId, answer);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
  }

  return {
    async check(traceId) {
      const last = known.get(traceId);
      if (last?.order !== undefined) throw new LoopKilled(traceId, last.order);
      if (last !== undefined && last.asking === undefined && performance.now() < last.until) return;
      // Parallel steps of one trace share one question.
      const asking = last?.asking ?? ask(traceId);
      if (last?.asking === undefined) remember(traceId, { until: 0, order: undefined, asking });
      const order = await asking;
      if (order !== undefined) throw new LoopKilled(traceId, order);
    },
    watch: (traceId, controller) =>
      watchTrace({ ...options, sentinel, on_unreachable, tellKilled }, traceId, controller),
  };
}
