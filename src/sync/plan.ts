/** Which windows of a table a sync reads. Pure: the ledger and the moment decide. */
import type { CoverageRow } from "../contracts/ingest.ts";
import type { Slicing, Window } from "../contracts/table.ts";
import { cut, spanOf, subtract, windowOf, type Span } from "./spans.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type PlanInput = {
  slicing: Slicing;
  /** A row may arrive or change this long after its time; until then its moment counts as unread. */
  lookback_minutes: number;
  history_days: number;
  now: Date;
  since: Date | undefined;
  watermark: Date | undefined;
  /** The coverage rows of this connection and table. */
  ledger: CoverageRow[];
};

export type Plan = {
  /** Newest first. */
  slices: Window[];
  /** The moment up to which the table is read when every slice succeeds. */
  now: Date;
  /** Gaps that end here or before do not hold the watermark: it passed them, or they are an older reach of `--since`. */
  holds_from: Date;
};

/**
 * A moment needs no reading once a complete slice was read at least the lookback after it. Everything else from the
 * start of the history (or `since`, or the last sync) to now is planned, and so is every gap that the ledger knows of, however old.
 */
export function planSlices(input: PlanInput): Plan {
  const { slicing, now, ledger } = input;
  const again = rereadFrom(input);
  const history = now.getTime() - input.history_days * DAY_MS;
  const start = Math.min(input.since?.getTime() ?? history, again ?? Infinity);
  const settled = ledger.filter(isWhole).map((row) => settledPart(row, input.lookback_minutes));
  const gaps = ledger.filter((row) => !isWhole(row)).map((row) => gapOf(row, now));
  const unread = subtract([{ from: start, to: now.getTime() }, ...gaps], settled);
  return { slices: slicesOf(slicing, unread, now), now, holds_from: new Date(again ?? start) };
}

/** The watermark less the lookback; it may lie further back than the history when the last sync is long ago. */
function rereadFrom({ watermark, lookback_minutes }: PlanInput): number | undefined {
  return watermark === undefined ? undefined : watermark.getTime() - lookback_minutes * MINUTE_MS;
}

function slicesOf(slicing: Slicing, unread: Span[], now: Date): Window[] {
  switch (slicing.kind) {
    case "snapshot":
      return [{ from: new Date(0), to: now }];
    case "since": {
      const from = unread[0]?.from;
      return from === undefined ? [] : [{ from: new Date(from), to: now }];
    }
    case "window":
      return cut(unread, slicing.hours * HOUR_MS)
        .map(windowOf)
        .toReversed();
  }
}

function isWhole(row: CoverageRow): boolean {
  return row.state === "complete" && row.rejected === 0;
}

function gapOf(row: CoverageRow, now: Date): Span {
  return { from: row.from_at.getTime(), to: Math.min(row.to_at.getTime(), now.getTime()) };
}

function settledPart(row: CoverageRow, lookback_minutes: number): Span {
  const settled_to = row.fetched_at.getTime() - lookback_minutes * MINUTE_MS;
  return { from: row.from_at.getTime(), to: Math.min(row.to_at.getTime(), settled_to) };
}

/**
 * The moment up to which everything is read, given the windows that are not complete; undefined when that is not
 * past `watermark`.
 */
export function watermarkAfter(plan: Plan, open: Window[], watermark: Date | undefined): Date | undefined {
  const holding = open.map(spanOf).filter(({ to }) => to > plan.holds_from.getTime());
  const reached = Math.min(plan.now.getTime(), ...holding.map(({ from }) => from));
  const before = watermark?.getTime() ?? plan.holds_from.getTime();
  return reached > before ? new Date(reached) : undefined;
}
