/** How surprising a difference is, in standard errors. */

/**
 * How far so many hits of so many tries lie above what a usual share gives. The share is taken as no smaller than
 * half a hit in its own tries, so that a short clean past does not make the first hit infinitely surprising.
 */
export function aboveShare(hits: number, tries: number, usualHits: number, usualTries: number): number {
  if (tries === 0 || usualTries === 0) return 0;
  const share = Math.min(Math.max(usualHits, 0.5) / usualTries, 1);
  const expected = tries * share;
  return (hits - expected) / Math.sqrt(expected * (1 - share) + 0.25);
}

/** The difference of two shares in standard errors of their pool. */
export function shareDifference(hits: number, tries: number, otherHits: number, otherTries: number): number {
  if (tries === 0 || otherTries === 0) return 0;
  const pooled = (hits + otherHits) / (tries + otherTries);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / tries + 1 / otherTries));
  return error === 0 ? 0 : (hits / tries - otherHits / otherTries) / error;
}

type Sample = { count: number; mean: number; deviation: number };

/**
 * Welch's t of the difference of two means. A deviation of zero is taken as a hundredth of the range: values that never
 * varied would make any step infinitely surprising.
 */
export function meanDifference(one: Sample, other: Sample, range: number): number {
  const floor = range / 100;
  const variance = (sample: Sample) => Math.max(sample.deviation, floor) ** 2 / sample.count;
  const error = Math.sqrt(variance(one) + variance(other));
  return error === 0 ? 0 : (one.mean - other.mean) / error;
}

/** Kolmogorov and Smirnov's distance of two samples: the largest gap between their distributions, 0 to 1. */
export function distance(one: number[], other: number[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  const [first, second] = [upTo(one), upTo(other)];
  return Math.max(...[...one, ...other].map((value) => Math.abs(first(value) - second(value))));
}

/** The part of the values up to a limit. */
function upTo(values: number[]): (limit: number) => number {
  const sorted = values.toSorted((one, other) => one - other);
  return (limit) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
      else high = middle;
    }
    return low / sorted.length;
  };
}
