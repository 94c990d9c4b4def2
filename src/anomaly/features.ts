import { median } from "simple-statistics";

export type Point = { timestamp: string; value: number };

/** What may be odd about a point; each has its own tail. In standard deviations of the series so far. */
export type Features = Partial<Record<"high" | "low" | "jump" | "spread" | "season" | "season_mean", number>>;

/** Points whose spread and mean are looked at together. */
const SPAN = 12;
/** Points after which the mean and the deviation forget the oldest. */
const MEMORY = 5_000;
const SEASONS_POINT = 7;
const SEASONS_SPAN = 3;

/** Gives the features of each point in turn; a point is described by itself and those before it only. */
export function createFeatures(day: number | undefined): (values: number[]) => Features {
  let mean = 0;
  let variance = 0;
  let count = 0;

  return (values) => {
    const last = values.length - 1;
    const value = values[last] ?? 0;
    count = Math.min(count + 1, MEMORY);
    const change = value - mean;
    mean += change / count;
    variance = variance * (1 - 1 / count) + (change * (value - mean)) / count;
    const deviation = Math.sqrt(variance) + 1e-9;

    const features: Features = { high: (value - mean) / deviation, low: (mean - value) / deviation };
    if (last > 0) features.jump = Math.abs(value - (values[last - 1] ?? value)) / deviation;
    if (last < SPAN) return features;
    const span = values.slice(-SPAN);
    const average = span.reduce((sum, one) => sum + one, 0) / SPAN;
    const spread = Math.sqrt(span.reduce((sum, one) => sum + (one - average) ** 2, 0) / SPAN);
    features.spread = Math.log(spread / deviation + 0.05);
    if (day === undefined || last < 2 * day + SPAN) return features;
    features.season = Math.abs(value - usual(values, last, day, SEASONS_POINT, 1)) / deviation;
    const off = span.reduce(
      (sum, one, index) => sum + one - usual(values, last - SPAN + 1 + index, day, SEASONS_SPAN, 0),
      0,
    );
    features.season_mean = Math.abs(off / SPAN) / deviation;
    return features;
  };
}

/** The median at this time of day over the days before, with so many neighbours on each side. */
function usual(values: number[], index: number, day: number, days: number, neighbours: number): number {
  const peers: number[] = [];
  for (let back = 1; back <= days && index - back * day >= 0; back += 1) {
    for (let shift = -neighbours; shift <= neighbours; shift += 1) {
      const peer = values[index - back * day + shift];
      if (peer !== undefined) peers.push(peer);
    }
  }
  return peers.length === 0 ? (values[index] ?? 0) : median(peers);
}

/** How many points make a day, from the usual distance of the first points; undefined when times do not say. */
export function pointsPerDay(points: Point[]): number | undefined {
  const times = points.slice(0, 200).map(({ timestamp }) => Date.parse(timestamp.trim().replace(" ", "T")));
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  if (steps.length === 0 || steps.some(Number.isNaN)) return undefined;
  const step = median(steps);
  const day = step > 0 ? Math.round(86_400_000 / step) : 0;
  return day >= 2 ? day : undefined;
}
