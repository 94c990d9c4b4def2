/** Hourly figures folded into the local days of two weeks. */
import type { Point } from "./digest.ts";
import type { Pair } from "./item.ts";
import type { Span } from "./measure.ts";
import { daysOf, type Day } from "./week.ts";

type Hourly = { at: number; value: number };

/** One point per day of the week, with the same weekday of the week before beside it. */
export function dailySeries<Row extends { hour: string }>(
  rows: Pair<Row>,
  value: (row: Row) => number,
  span: Span,
): Point[] {
  const { holes } = rows;
  const now = hourly(rows.now, value);
  const before = hourly(rows.before, value);
  const earlier = daysOf(span.before);
  return daysOf(span.week).map((day, index) => {
    const then = earlier[index];
    return {
      day: [day.date.year, day.date.month, day.date.day]
        .map((part) => String(part).padStart(2, "0"))
        .join("-"),
      now: day.from < span.until ? sumOf(now, day, holes.now) : null,
      before: then === undefined ? null : sumOf(before, then, holes.before),
    };
  });
}

/** The sum of this week, and of the same span of the week before; undefined where the two cannot be compared. */
export function totals<Row extends { hour: string }>(
  rows: Pair<Row>,
  value: (row: Row) => number,
  { before_until }: Span,
): { now: number; before: number | undefined } {
  const before = hourly(rows.before, value).filter(({ at }) => at < before_until.getTime());
  return { now: total(hourly(rows.now, value)), before: rows.comparable ? total(before) : undefined };
}

const hourly = <Row extends { hour: string }>(rows: Row[], value: (row: Row) => number): Hourly[] =>
  rows.map((row) => ({ at: Date.parse(row.hour), value: value(row) }));

/** Null for a day of which nothing was fetched. */
function sumOf(rows: Hourly[], { from, to }: Day, holes: Pair<unknown>["holes"]["now"]): number | null {
  const unfetched = holes.some(
    (hole) => Date.parse(hole.from) <= from.getTime() && Date.parse(hole.to) >= to.getTime(),
  );
  if (unfetched) return null;
  return rows
    .filter(({ at }) => at >= from.getTime() && at < to.getTime())
    .reduce((sum, { value }) => sum + value, 0);
}

const total = (hours: Hourly[]): number => hours.reduce((sum, { value }) => sum + value, 0);
