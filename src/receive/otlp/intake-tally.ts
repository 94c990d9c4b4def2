import type { Taken } from "./intake.ts";
import type { Signal } from "./log/record.ts";

export type SignalTally = { signal: Signal; items: number; bytes: number; last_at: string };
/** Items of requests that were taken otherwise. Reasons are of a fixed list. */
export type RefusedTally = { signal: Signal; reason: string; items: number; last_at: string };

/** What came since the process began to count, for people to look at; Prometheus counts for itself (src/metrics). */
export class IntakeTally {
  readonly since: string;
  readonly #signals = new Map<Signal, SignalTally>();
  readonly #refused = new Map<string, RefusedTally>();

  constructor(since: Date) {
    this.since = since.toISOString();
  }

  add({ signal, accepted, bytes, refused }: Taken, at: Date): void {
    const last_at = at.toISOString();
    const known = this.#signals.get(signal);
    this.#signals.set(signal, {
      signal,
      items: (known?.items ?? 0) + accepted,
      bytes: (known?.bytes ?? 0) + bytes,
      last_at,
    });
    for (const [reason, count] of refused) {
      const key = `${signal} ${reason}`;
      const items = (this.#refused.get(key)?.items ?? 0) + count;
      this.#refused.set(key, { signal, reason, items, last_at });
    }
  }

  /** Each signal that came, in the order in which they first did. */
  signals(): SignalTally[] {
    return [...this.#signals.values()];
  }

  /** The most frequent reason first. */
  refused(): RefusedTally[] {
    return [...this.#refused.values()].toSorted((one, other) => other.items - one.items);
  }
}
