/** How one more slice changes the ledger of one table of one connection. */
import type { CoverageRow } from "../../contracts/ingest.ts";
import { holes } from "./spans.ts";

const DAY_MS = 86_400_000;

/** Fetched to the end with every item understood. */
export const isWhole = (row: Pick<CoverageRow, "state" | "rejected">): boolean =>
  row.state === "complete" && row.rejected === 0;

const window = (row: CoverageRow) => ({ from: row.from_at, to: row.to_at });
const sameWindow = (one: CoverageRow, other: CoverageRow) =>
  one.from_at.getTime() === other.from_at.getTime() && one.to_at.getTime() === other.to_at.getTime();

/**
 * The ledger after `entry`. A later batch of the same slice adds to its `running` row; the end of a slice takes that
 * row's place. What a whole slice covers is cut out of the rows before it, so that the ledger holds the last fetch of
 * each moment and no gap that was since filled. A slice that is under way or failed takes nothing away from what an
 * earlier one fetched: those rows are still there.
 */
export function recorded(ledger: CoverageRow[], entry: CoverageRow, lookback_minutes: number): CoverageRow[] {
  const begun = ledger.find(
    (row) => row.state === "running" && sameWindow(row, entry) && sameFetch(row, entry),
  );
  const summed: CoverageRow = {
    ...entry,
    rows: entry.rows + (begun?.rows ?? 0),
    rejected: entry.rejected + (begun?.rejected ?? 0),
    error: entry.error ?? begun?.error ?? null,
  };
  const others = ledger.filter((row) => !isReplaced(row, summed));
  const cut = isWhole(summed) ? others.flatMap((row) => without(row, summed)) : others;
  return joined([...cut, summed], summed.fetched_at, lookback_minutes);
}

/** A gap within a newer slice is that slice's affair now; else a source that is down would add a row at every try. */
function isReplaced(row: CoverageRow, entry: CoverageRow): boolean {
  if (isWhole(row)) return isWhole(entry) && sameWindow(row, entry);
  const within = row.from_at >= entry.from_at && row.to_at <= entry.to_at;
  return within && row.fetched_at <= entry.fetched_at;
}

/** All pages of one reading of a slice carry the moment at which it began. */
const sameFetch = (one: CoverageRow, other: CoverageRow) =>
  one.fetched_at.getTime() === other.fetched_at.getTime();

function without(row: CoverageRow, newer: CoverageRow): CoverageRow[] {
  if (row.fetched_at.getTime() > newer.fetched_at.getTime()) return [row];
  return holes(window(row), [window(newer)]).map(({ from, to }) => ({ ...row, from_at: from, to_at: to }));
}

/**
 * Small slices would pile up by the hundred a day: neighbours of one API that were read after rows could no longer
 * arrive become one row a day later. It keeps the newer of the two moments of fetching.
 */
function joined(ledger: CoverageRow[], now: Date, lookback_minutes: number): CoverageRow[] {
  const settled = (row: CoverageRow) =>
    isWhole(row) &&
    row.fetched_at.getTime() - lookback_minutes * 60_000 >= row.to_at.getTime() &&
    row.fetched_at.getTime() < now.getTime() - DAY_MS;
  const result: CoverageRow[] = [];
  for (const row of ledger.toSorted((one, other) => one.from_at.getTime() - other.from_at.getTime())) {
    const last = result.at(-1);
    const joins =
      last !== undefined &&
      settled(last) &&
      settled(row) &&
      last.api === row.api &&
      last.to_at.getTime() === row.from_at.getTime() &&
      row.to_at.getTime() - last.from_at.getTime() <= DAY_MS;
    if (!joins) {
      result.push(row);
      continue;
    }
    const fetched_at = last.fetched_at > row.fetched_at ? last.fetched_at : row.fetched_at;
    result[result.length - 1] = { ...last, to_at: row.to_at, rows: last.rows + row.rows, fetched_at };
  }
  return result;
}
