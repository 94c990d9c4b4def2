/**
 * What an hour would have brought anyway: a difference in differences against the product's own seasons. The hour is
 * held against the same hour of the weeks before; by how much the day before already lay above its own season is taken
 * off. So neither a busy Monday, nor a growing product, nor trouble that was there before is laid on a merge.
 */
import type { Series } from "./hours.ts";

const DAY = 24;
const WEEK = 7 * DAY;
const WEEKS = 4;
/** References by which a season is known: two weeks, else three days. */
const LEAST_WEEKS = 2;
const LEAST_DAYS = 3;

/** Actual less expected; undefined where the hour was not fetched or nothing is known to hold it against. */
export function excessOf(actual: Series): Series {
  const season = remembered(seasonOf(actual));
  const above = remembered((hour) => {
    const [value, usual] = [actual(hour), season(hour)];
    return value === undefined || usual === undefined ? undefined : value - usual;
  });
  return remembered((hour) => {
    const now = above(hour);
    if (now === undefined) return undefined;
    // The day that ended a day ago: no merge of the last 24 hours can have moved it.
    const before = range(hour - 2 * DAY, hour - DAY).flatMap((one) => above(one) ?? []);
    return now - Math.max(0, before.length === 0 ? 0 : mean(before));
  });
}

/** The usual value of an hour: of its hour of the week, in a young lake of its hour of the day. */
function seasonOf(actual: Series): Series {
  const around = (hour: number): number[] => {
    if (actual(hour) === undefined) return [];
    return [mean([hour - 1, hour, hour + 1].flatMap((one) => actual(one) ?? []))];
  };
  return (hour) => {
    const weeks = range(1, WEEKS + 1).flatMap((back) => around(hour - back * WEEK));
    if (weeks.length >= LEAST_WEEKS) return trimmedMean(weeks);
    const days = range(1, 8).flatMap((back) => around(hour - back * DAY));
    if (days.length < LEAST_DAYS) return undefined;
    // One week alone may have been a dull one: the higher of the two is the careful guess.
    return Math.max(trimmedMean(days), ...weeks);
  };
}

/** The mean without the highest and the lowest, once there are four: one bad week is no season. */
function trimmedMean(values: number[]): number {
  return mean(values.length < 4 ? values : values.toSorted((one, other) => one - other).slice(1, -1));
}

const mean = (values: number[]): number => values.reduce((total, value) => total + value, 0) / values.length;

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

function remembered(series: Series): Series {
  const known = new Map<number, number | undefined>();
  return (hour) => {
    if (!known.has(hour)) known.set(hour, series(hour));
    return known.get(hour);
  };
}
