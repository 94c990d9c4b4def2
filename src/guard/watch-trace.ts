import { type Asking, askOrder } from "./ask-sentinel.ts";
import { GuardUnreachable, type KillOrder, LoopKilled } from "./loop-killed.ts";

export type Watching = {
  sentinel: Asking;
  on_unreachable: "open" | "closed";
  tellKilled: (traceId: string, order: KillOrder) => Promise<void>;
  on_problem?: (error: Error) => void;
};

/** How long one question waits at the server, and how much later its answer is given up. */
const WAIT_S = 25;
const GRACE_MS = 10_000;
const PAUSE_MS = 1_000;

/** Long-polls for the order on a trace and aborts the controller with it; answers the function that ends the watch. */
export function watchTrace(watching: Watching, traceId: string, controller: AbortController): () => void {
  const ended = new AbortController();
  const end = () => ended.abort();
  controller.signal.addEventListener("abort", end, { once: true });
  void poll(watching, traceId, controller, ended.signal);
  return end;
}

async function poll(
  { sentinel, on_unreachable, tellKilled, on_problem }: Watching,
  traceId: string,
  controller: AbortController,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    try {
      const order = await askOrder(sentinel, traceId, { wait_s: WAIT_S, signal: within(ended) });
      if (order === undefined || ended.aborted) continue;
      // The work ends first; the report may take its time.
      controller.abort(new LoopKilled(traceId, order));
      await tellKilled(traceId, order);
    } catch (cause) {
      if (ended.aborted) return;
      const problem = new GuardUnreachable(sentinel.url, cause);
      on_problem?.(problem);
      if (on_unreachable === "closed") return controller.abort(problem);
      await new Promise((resolve) => {
        setTimeout(resolve, PAUSE_MS).unref();
      });
    }
  }
}

/** `AbortSignal.any` with a timeout may be collected in Node 20 before it fires; a timer of our own is held. */
function within(ended: AbortSignal): AbortSignal {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error("no answer in time")), WAIT_S * 1_000 + GRACE_MS);
  timer.unref();
  ended.addEventListener("abort", () => late.abort(ended.reason), { once: true });
  return late.signal;
}
