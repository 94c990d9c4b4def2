/** Wakes those who wait for an order, whichever process places it. */
import { EventEmitter, once } from "node:events";

import { sql } from "kysely";

import type { State } from "../state/open.ts";

/** How often the file is looked at for orders of other processes: once for all who wait, be they thousands. */
const LOOK_MS = 1_000;

type Bell = { emitter: EventEmitter; waiting: number; timer: NodeJS.Timeout | undefined; last_row: number };

const bells = new WeakMap<State, Bell>();

export function ring(state: State, trace_id: string): void {
  bellOf(state).emitter.emit(eventOf(trace_id));
}

/** Resolves at the next ring for the trace; rejects when `signal` is aborted. */
export async function ringFor(state: State, trace_id: string, signal: AbortSignal): Promise<void> {
  const bell = bellOf(state);
  bell.waiting += 1;
  bell.timer ??= setInterval(() => void look(state, bell), LOOK_MS).unref();
  try {
    await once(bell.emitter, eventOf(trace_id), { signal });
  } finally {
    bell.waiting -= 1;
    if (bell.waiting === 0) {
      clearInterval(bell.timer);
      bell.timer = undefined;
    }
  }
}

/** Rings for the orders placed since the last look. A state that cannot be read just now is looked at again. */
async function look(state: State, bell: Bell): Promise<void> {
  const placed = await state.db
    .selectFrom("kill_orders")
    .select(["trace_id", sql<number>`rowid`.as("row")])
    .where(sql<number>`rowid`, ">", bell.last_row)
    .orderBy("row")
    .execute()
    .catch(() => []);
  for (const { trace_id, row } of placed) {
    bell.last_row = row;
    bell.emitter.emit(eventOf(trace_id));
  }
}

function bellOf(state: State): Bell {
  const known = bells.get(state);
  if (known !== undefined) return known;
  const bell: Bell = { emitter: new EventEmitter(), waiting: 0, timer: undefined, last_row: 0 };
  // One listener per agent that waits, and a fleet may wait on one trace.
  bell.emitter.setMaxListeners(0);
  bells.set(state, bell);
  return bell;
}

/** A trace may be called `error`, which an emitter takes for more than a name. */
function eventOf(trace_id: string): string {
  return `order:${trace_id}`;
}
