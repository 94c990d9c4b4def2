import { mean, sampleVariance } from "simple-statistics";

/** The share of values that count as the tail. */
const TAIL_SHARE = 0.015;
/** Values seen before the tail's threshold is set. */
const WARM_UP = 200;
/** Excesses remembered; older ones are let go, so that the tail follows slow change. */
const REMEMBERED = 400;
/** Fewer excesses than this say nothing about the shape of the tail. */
const FEWEST = 5;
/**
 * Smallest scale of the tail, in standard deviations of the series: on a series without noise every excess is
 * tiny, and without a floor each rounding error would be without precedent.
 */
const SMALLEST_SCALE = 0.2;

/**
 * The upper tail of a stream: how improbable a value is, given those before it. Peaks over threshold with a
 * generalised Pareto tail fitted by moments, after Siffer et al., "Anomaly Detection in Streams with Extreme Value
 * Theory" (KDD 2017). Heavy-tailed series thereby need far larger values to surprise than calm ones.
 */
export function createTail(): { surprise: (value: number) => number; add: (value: number) => void } {
  const warmUp: number[] = [];
  const excesses: number[] = [];
  let threshold = Number.POSITIVE_INFINITY;
  let seen = 0;

  return {
    /** `-log10` of the probability of a value as large as this; 0 below the threshold. */
    surprise(value) {
      if (value <= threshold || excesses.length < FEWEST) return 0;
      return -Math.log10(Math.min(1, excesses.length / seen)) + paretoSurprise(value - threshold, excesses);
    },
    add(value) {
      seen += 1;
      if (seen <= WARM_UP) warmUp.push(value);
      if (seen === WARM_UP) {
        warmUp.sort((one, other) => one - other);
        threshold = warmUp[Math.floor(WARM_UP * (1 - TAIL_SHARE))] ?? value;
        excesses.push(...warmUp.filter((one) => one > threshold).map((one) => one - threshold));
      } else if (value > threshold) {
        excesses.push(value - threshold);
        if (excesses.length > REMEMBERED) excesses.shift();
      }
    },
  };
}

function paretoSurprise(excess: number, excesses: number[]): number {
  const average = mean(excesses);
  const spread = sampleVariance(excesses);
  const shape = spread > 0 ? Math.min(0.5, Math.max(-0.3, 0.5 * (1 - average ** 2 / spread))) : 0;
  const scale = Math.max(average * (1 - shape), SMALLEST_SCALE);
  if (Math.abs(shape) < 1e-3) return excess / scale / Math.LN10;
  // A negative shape has an end: beyond it the probability is 0, and the surprise as large as a double can say.
  const base = Math.max(1e-300, 1 + (shape * excess) / scale);
  return Math.min(300, Math.log10(base) / shape);
}
