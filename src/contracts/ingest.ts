/** What the sync engine hands the lake: one batch is one transaction. */
import type { Window } from "./table.ts";

export type Row = Record<string, unknown>;

export type SliceState = "running" | "complete" | "failed";

export type Batch = {
  connection: string;
  /** The table whose feed was read; its coverage and watermark are the ones written. */
  table: string;
  /** Rows per table: the feed's own and those filled from it. */
  rows: Record<string, Row[]>;
  slice: Window;
  state: SliceState;
  api: string;
  /** Items that could not be mapped; more than zero means that the slice has a gap. */
  rejected: number;
  /** Why the slice failed or has a gap. */
  error: string | null;
  fetched_at: Date;
  /** The slice is left to a later batch to record: what comes by the second would otherwise spend its time in the ledger. */
  unrecorded?: true;
  /** How far a log is in the lake with these rows; takes the place of what is stored of that log. */
  position?: LogPosition;
  /** The new watermark, given with the last batch of a sync when all slices up to it are complete. */
  watermark?: Date;
};

export type LogPosition = { log: string; segment: number; offset: number };

export type IngestResult = { inserted: number; replaced: number; unchanged: number };

/** One row of `sentinel_coverage`. */
export type CoverageRow = {
  connection: string;
  table: string;
  from_at: Date;
  to_at: Date;
  state: SliceState;
  api: string;
  rows: number;
  rejected: number;
  error: string | null;
  fetched_at: Date;
};
