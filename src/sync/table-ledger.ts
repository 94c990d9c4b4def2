import type { Batch, IngestResult } from "../contracts/ingest.ts";
import type { Window } from "../contracts/table.ts";
import type { Lake } from "../lake/open.ts";
import type { PageRows } from "./page-rows.ts";
import { watermarkAfter, type Plan } from "./plan.ts";
import { spanOf, union, windowOf } from "./spans.ts";

/** A slice being read: what its batches say about it. */
export type Reading = {
  window: Window;
  api: string;
  rejected: number;
  reason: string | undefined;
  began: Date;
};

export type Totals = Pick<Batch, "api"> & {
  rows: number;
  inserted: number;
  replaced: number;
  rejected: number;
  slices_done: number;
  slices_failed: number;
  error: string | null;
};

/**
 * Writes the pages and the slices of one table of one connection, and knows which of the planned windows are not
 * complete. Rejects only when the lake does.
 */
export class TableLedger {
  readonly totals: Totals = {
    rows: 0,
    inserted: 0,
    replaced: 0,
    rejected: 0,
    slices_done: 0,
    slices_failed: 0,
    api: "",
    error: null,
  };
  readonly #lake: Lake;
  readonly #place: { connection: string; table: string };
  readonly #plan: Plan;
  readonly #now: () => Date;
  /** Windows that are not complete; they hold the watermark. */
  readonly #open: Set<Window>;
  /** Windows of which the ledger says nothing final yet. */
  readonly #unsettled: Set<Window>;
  #watermark: Date | undefined;
  readonly #settling = new Set<Promise<unknown>>();

  constructor(options: {
    lake: Lake;
    connection: string;
    table: string;
    plan: Plan;
    watermark: Date | undefined;
    now: () => Date;
  }) {
    this.#lake = options.lake;
    this.#place = { connection: options.connection, table: options.table };
    this.#plan = options.plan;
    this.#watermark = options.watermark;
    this.#now = options.now;
    this.#open = new Set(options.plan.slices);
    this.#unsettled = new Set(options.plan.slices);
  }

  /** Rows of a page that is not the last: visible at once, the slice marked as running. */
  async page(reading: Reading, page: PageRows): Promise<void> {
    this.#count(reading, page, await this.#lake.ingest(this.#batch(reading, page, "running")));
  }

  /** The end of a window, with the rows of its last page. An item that could not be read leaves a gap. */
  async finish(reading: Reading, page: PageRows): Promise<void> {
    const whole = reading.rejected === 0;
    const result = await this.#settle(
      reading.window,
      whole,
      this.#batch(reading, page, whole ? "complete" : "failed"),
    );
    this.#count(reading, page, result);
    if (!whole) this.#note(gapReason(reading));
  }

  /** A window that could not be read to its end. */
  async fail(window: Window, reason: string): Promise<void> {
    const reading = { window, api: this.totals.api, rejected: 0, reason, began: this.#now() };
    await this.#settle(window, false, { ...this.#batch(reading, NOTHING, "failed"), error: reason });
    this.#note(reason);
  }

  /** Puts parts in the place of windows. */
  replace(windows: Window[], parts: Window[]): void {
    for (const set of [this.#open, this.#unsettled]) {
      for (const window of windows) set.delete(window);
      for (const part of parts) set.add(part);
    }
  }

  /** Ends the run for all that was not reached or not finished: one ledger row per stretch. */
  async leave(reason: string): Promise<void> {
    const left = [...this.#unsettled];
    const stretches = union(left.map(spanOf)).map(windowOf);
    this.replace(left, stretches);
    for (const stretch of stretches) await this.fail(stretch, reason);
  }

  /**
   * Writes the end of a window. The last one of the table carries the watermark, and therefore waits for those that
   * are still being written: it must know which of them are complete.
   */
  async #settle(window: Window, whole: boolean, batch: Batch): Promise<IngestResult> {
    this.#unsettled.delete(window);
    const last = this.#unsettled.size === 0;
    if (last) await Promise.allSettled(this.#settling);
    const writing = this.#writeEnd(window, whole, batch, last);
    this.#settling.add(writing);
    try {
      return await writing;
    } finally {
      this.#settling.delete(writing);
    }
  }

  async #writeEnd(window: Window, whole: boolean, batch: Batch, last: boolean): Promise<IngestResult> {
    const open = [...this.#open].filter((other) => !whole || other !== window);
    const watermark = last ? watermarkAfter(this.#plan, open, this.#watermark) : undefined;
    const result = await this.#lake.ingest(watermark === undefined ? batch : { ...batch, watermark });
    if (whole) this.#open.delete(window);
    this.#watermark = watermark ?? this.#watermark;
    return result;
  }

  #batch(reading: Reading, page: PageRows, state: Batch["state"]): Batch {
    const { window, api, began } = reading;
    const error =
      page.rejected > 0 || (state === "failed" && reading.rejected > 0) ? gapReason(reading) : null;
    return {
      ...this.#place,
      rows: page.rows,
      slice: window,
      state,
      api,
      rejected: page.rejected,
      error,
      fetched_at: began,
    };
  }

  #count(reading: Reading, page: PageRows, result: IngestResult): void {
    this.totals.api = reading.api;
    this.totals.rows += page.rows[this.#place.table]?.length ?? 0;
    this.totals.rejected += page.rejected;
    this.totals.inserted += result.inserted;
    this.totals.replaced += result.replaced;
  }

  #note(reason: string): void {
    this.totals.error ??= reason;
  }
}

const NOTHING: PageRows = { rows: {}, rejected: 0, reason: undefined };

function gapReason({ rejected, reason }: Reading): string {
  return `${rejected} ${rejected === 1 ? "item" : "items"} could not be read; the first: ${reason ?? "no reason given"}`;
}
