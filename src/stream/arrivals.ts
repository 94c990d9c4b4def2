import type { Landed } from "../receive/otlp/landed.ts";

const MOST_TRACES = 10_000;
const MOST_TIMES = 10_000;

/** What came since a detector last looked. */
export type Arrived = {
  /** Undefined: of more traces than are remembered. */
  trace_ids: string[] | undefined;
  /** When it was received, milliseconds since 1970. */
  received_at: number[];
};

/** Gathers what comes until it is taken. Bounded: past its limits it knows less, so that more is looked at. */
export class Arrivals {
  #trace_ids: Set<string> | undefined = new Set();
  #received_at: number[] = [];
  #some = false;

  get some(): boolean {
    return this.#some;
  }

  add({ trace_ids, received_at }: Pick<Landed, "trace_ids" | "received_at">): void {
    this.#some = true;
    for (const id of trace_ids) this.#trace_ids?.add(id);
    if (this.#trace_ids !== undefined && this.#trace_ids.size > MOST_TRACES) this.#trace_ids = undefined;
    this.#received_at.push(...received_at.slice(0, MOST_TIMES - this.#received_at.length));
  }

  /** Look at everything once more, though nothing came. */
  addAll(): void {
    this.#some = true;
    this.#trace_ids = undefined;
  }

  take(): Arrived {
    const arrived = { trace_ids: this.#trace_ids && [...this.#trace_ids], received_at: this.#received_at };
    this.#trace_ids = new Set();
    this.#received_at = [];
    this.#some = false;
    return arrived;
  }
}
