import { setTimeout as pause } from "node:timers/promises";

import type { Logger } from "pino";

import type { Row } from "../../contracts/ingest.ts";
import { isDiskFull } from "../../disk-full.ts";
import { messageOf } from "../../errors.ts";
import type { Lake } from "../../lake/lake.ts";
import type { Position } from "./log/segments.ts";
import { landedOf, type Landed } from "./landed.ts";
import { CONNECTION, LOG, SPANS } from "./names.ts";

/** What is in the log up to `position`, on its way into the lake. */
export type Entry = { table: string; rows: Row[]; position: Position; received_at: number; done: () => void };

export type ApplyOptions = {
  lake: () => Promise<Pick<Lake, "ingest">>;
  now: () => Date;
  log: Logger;
  /** Told when everything before the position is in the lake. */
  applied: (position: Position) => Promise<void>;
  /** Told of each group that is in the lake. Must not throw. */
  landed?: (landed: Landed) => void;
};

/** Rows of one transaction. */
const GROUP_ROWS = 20_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
/** Watermarks are four rows to replace, and nobody looks at them by the second. */
const MARK_MS = 30_000;

/**
 * Brings what the log holds into the lake, in its order and in groups, each with its position in one transaction. A group that
 * fails is tried again until it succeeds: it is in the log, and what comes after it must not overtake it.
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
    let failures = 0;
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup();
      try {
        await this.#ingest(group);
        failures = 0;
        this.#waiting.splice(0, group.length);
        for (const { done } of group) done();
      } catch (error) {
        failures += 1;
        this.#say(error, group);
        if (this.#stopping.signal.aborted) break;
        const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
        await pause(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
    this.#applying = undefined;
  }

  #nextGroup(): Entry[] {
    let rows = 0;
    let count = 0;
    for (const entry of this.#waiting) {
      rows += entry.rows.length;
      if (count > 0 && rows > GROUP_ROWS) break;
      count += 1;
    }
    return this.#waiting.slice(0, count);
  }

  async #ingest(group: Entry[]): Promise<void> {
    const last = group.at(-1);
    if (last === undefined) return;
    const lake = await this.#options.lake();
    const rows: Record<string, Row[]> = { [SPANS]: [] };
    for (const { table, rows: more } of group) {
      const all = (rows[table] ??= []);
      for (const row of more) all.push(row);
    }
    const applied_at = this.#options.now().toISOString();
    rows["otel_positions"] = [{ log: LOG, ...last.position, applied_at }];
    const to = new Date(last.received_at);
    const marks = last.received_at >= this.#marked_at + MARK_MS;
    await lake.ingest({ ...pushed(rows, to), ...(marks && { watermark: to }) });
    if (marks) this.#marked_at = last.received_at;
    await this.#options.applied(last.position);
    this.#options.landed?.(landedOf(group));
  }

  #say(error: unknown, group: Entry[]): void {
    const { log } = this.#options;
    const what = `${group.length} requests of OTLP wait in their log`;
    if (isDiskFull(error)) log.error(`the disk is full: ${what} and go into the lake when there is room`);
    else log.error({ err: error }, `${what}, the lake did not take them: ${messageOf(error)}`);
  }
}

/**
 * A batch as the coverage ledger sees it. What is pushed is covered from the first moment on: there is nothing that we could
 * have fetched and did not.
 */
export const pushed = (rows: Record<string, Row[]>, to: Date) => ({
  connection: CONNECTION,
  table: SPANS,
  rows,
  slice: { from: new Date(0), to },
  state: "complete" as const,
  api: "otlp",
  rejected: 0,
  error: null,
  fetched_at: to,
});
