import { setTimeout as pause } from "node:timers/promises";

import { isDiskFull } from "../../disk-full.ts";
import { messageOf } from "../../errors.ts";
import { applyGroup, type Entry, type GroupOptions } from "./apply-group.ts";
import type { Position } from "./log/segments.ts";
import { landedOf, type Landed } from "./landed.ts";

export type ApplyOptions = GroupOptions & {
  /** Told when everything before the position is in the lake. */
  applied: (position: Position) => Promise<void>;
  /** Told of each group that is in the lake. Must not throw. */
  landed?: (landed: Landed) => void;
};

/** Rows of one transaction. */
const GROUP_ROWS = 20_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
/** Watermarks and coverage are eight rows to replace, and nobody looks at them by the second. */
const MARK_MS = 30_000;

/**
 * Brings what the log holds into the lake, in its order and in groups. While the machine stores nothing a group is tried
 * again until it does: what comes after it must not overtake it.
 */
export class ApplyQueue {
  readonly #options: ApplyOptions;
  #waiting: Entry[] = [];
  #applying: Promise<void> | undefined;
  #marked_at = 0;
  readonly #stopping = new AbortController();

  constructor(options: ApplyOptions) {
    this.#options = options;
  }

  /** When the oldest entry that is not in the lake was received, milliseconds since 1970; undefined when there is none. */
  get oldest(): number | undefined {
    return this.#waiting[0]?.received_at;
  }

  push(entry: Entry): void {
    this.#waiting.push(entry);
    this.#applying ??= this.#apply();
  }

  /** Resolves when everything is in the lake, or tried in vain after `stop`. */
  async idle(): Promise<void> {
    await this.#applying;
  }

  /** What fails from now on stays in the log for the next start. */
  stop(): void {
    this.#stopping.abort();
  }

  async #apply(): Promise<void> {
    const { signal } = this.#stopping;
    let failures = 0;
    for (let group = this.#nextGroup(); group !== undefined; group = this.#nextGroup()) {
      try {
        await this.#ingest(group);
        failures = 0;
        this.#waiting.splice(0, group.length);
        for (const { done } of group) done();
      } catch (error) {
        failures += 1;
        this.#say(error, group.length);
        if (signal.aborted) break;
        const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
        await pause(ms, undefined, { signal }).catch(() => undefined);
      }
    }
    this.#applying = undefined;
  }

  #nextGroup(): [Entry, ...Entry[]] | undefined {
    const [first, ...others] = this.#waiting;
    if (first === undefined) return undefined;
    let rows = first.rows.length;
    const fits = others.findIndex((entry) => (rows += entry.rows.length) > GROUP_ROWS);
    return [first, ...(fits < 0 ? others : others.slice(0, fits))];
  }

  async #ingest(group: [Entry, ...Entry[]]): Promise<void> {
    const { position, received_at } = group.at(-1) ?? group[0];
    const marks = received_at >= this.#marked_at + MARK_MS;
    await applyGroup(group, { marks, signal: this.#stopping.signal }, this.#options);
    if (marks) this.#marked_at = received_at;
    this.#options.landed?.(landedOf(group));
    await this.#options.applied(position);
  }

  #say(error: unknown, requests: number): void {
    const { log } = this.#options;
    const what = `${requests} requests of OTLP wait in their log`;
    if (isDiskFull(error)) log.error(`the disk is full: ${what} and go into the lake when there is room`);
    else log.error({ err: error }, `${what}, the lake did not take them: ${messageOf(error)}`);
  }
}
