export type Interval = {
  /** Share, 0..1. */
  share: number;
  /** Ends of the 95 % interval. */
  low: number;
  high: number;
};

const Z_95 = 1.959964;

/** A share with Wilson's score interval, which stays honest for the few cases that people judge. */
export function wilson(hits: number, of: number): Interval {
  const share = hits / of;
  const square = Z_95 ** 2;
  const centre = (share + square / (2 * of)) / (1 + square / of);
  const half = (Z_95 / (1 + square / of)) * Math.sqrt((share * (1 - share)) / of + square / (4 * of ** 2));
  return { share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
