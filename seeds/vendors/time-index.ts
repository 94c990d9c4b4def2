/** Rows in the order in which vendors list them, newest first, found by time without a scan. */
import type { SeedRow } from "../row.ts";
import { momentOf } from "../times.ts";

/** `at` is microseconds since the epoch; -Infinity for a row without a readable time, which sorts last. */
export type Timed = { at: number; id: string; row: SeedRow };

/** Microseconds since the epoch of a vendor's time; undefined when it is none. Vendors compare below the ms. */
export function microsOf(time: unknown): number | undefined {
  if (typeof time !== "string") return undefined;
  const fraction = /[.,](\d+)/.exec(time)?.[1] ?? "";
  const whole = momentOf(time.replace(/[.,]\d+/, ""));
  return Number.isFinite(whole) ? whole * 1000 + Number(fraction.slice(0, 6).padEnd(6, "0")) : undefined;
}

/** Sorts once; equal times are ordered by id, so that the order is total and pages never overlap. */
export function newestFirst(
  rows: readonly SeedRow[],
  timeOf: (row: SeedRow) => unknown,
  idOf: (row: SeedRow) => string,
): Timed[] {
  return rows
    .map((row) => ({ at: microsOf(timeOf(row)) ?? -Infinity, id: idOf(row), row }))
    .toSorted(compare);
}

function compare(a: { at: number; id: string }, b: { at: number; id: string }): number {
  if (a.at !== b.at) return b.at > a.at ? 1 : -1;
  return b.id > a.id ? 1 : b.id < a.id ? -1 : 0;
}

/** The places of `[from, to)` in a list that is sorted newest first; undefined bounds are open. */
export function placesBetween(
  sorted: readonly Timed[],
  from?: number,
  to?: number,
): { start: number; end: number } {
  const start = to === undefined ? 0 : firstPlace(sorted, (entry) => entry.at < to);
  const end = from === undefined ? sorted.length : firstPlace(sorted, (entry) => entry.at < from);
  return { start, end: Math.max(start, end) };
}

/** The place of the first entry after the given one, in listing order. */
export function placeAfter(sorted: readonly Timed[], last: { at: number; id: string }): number {
  return firstPlace(sorted, (entry) => compare(last, entry) < 0);
}

function firstPlace(sorted: readonly Timed[], holds: (entry: Timed) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = sorted[middle];
    if (entry !== undefined && holds(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export type Taken = {
  entries: Timed[];
  /** Where the next page starts; undefined when nothing more matches. */
  next: number | undefined;
};

/** Up to `limit` matching entries from place `start` to before place `end`. */
export function take(
  sorted: readonly Timed[],
  { start, end }: { start: number; end: number },
  limit: number,
  matches: (row: SeedRow) => boolean = () => true,
): Taken {
  const entries: Timed[] = [];
  for (let place = start; place < end; place += 1) {
    const entry = sorted[place];
    if (entry === undefined || !matches(entry.row)) continue;
    if (entries.length === limit) return { entries, next: place };
    entries.push(entry);
  }
  return { entries, next: undefined };
}
