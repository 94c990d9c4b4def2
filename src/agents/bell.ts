/** Wakes those of this process who wait for an order; other processes see it in the file. */
import { EventEmitter, once } from "node:events";

import type { State } from "../state/open.ts";

const bells = new WeakMap<State, EventEmitter>();

export function ring(state: State, trace_id: string): void {
  bellOf(state).emit(eventOf(trace_id));
}

/** Resolves at the next ring for the trace; rejects when `signal` is aborted. */
export async function ringFor(state: State, trace_id: string, signal: AbortSignal): Promise<void> {
  await once(bellOf(state), eventOf(trace_id), { signal });
}

function bellOf(state: State): EventEmitter {
  const bell = bells.get(state) ?? new EventEmitter();
  // One listener per agent that waits, and a fleet may wait on one trace.
  bell.setMaxListeners(0);
  bells.set(state, bell);
  return bell;
}

/** A trace may be called `error`, which an emitter takes for more than a name. */
function eventOf(trace_id: string): string {
  return `order:${trace_id}`;
}
