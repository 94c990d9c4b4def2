import { elapsed, HOUR_MS, MINUTE_MS, shift } from "../../src/contracts/moment.ts";
import { median, quantile } from "./robust-baseline.ts";

/** Spend of one name in one hour bucket, as cost_spike_buckets gives it. */
export type HourOfSpend = { from_at: string; cost_usd: number; risen_at: string; before_usd: number };

export type SpikeLimits = {
  horizon_hours: number;
  baseline_days: number;
  ratio: number;
  floor_usd_per_hour: number;
  excess_usd: number;
  baseline_hours: number;
  seasonal_ratio: number;
  usual_high_ratio: number;
};

/** An hour that cost far more than usual; `n` counts buckets back from the judged moment, the newest is 0. */
export type Spike = { n: number; from: string; cost_usd: number; usual_usd: number; hour: HourOfSpend };

const DAY = 24;
const WEEK = 7 * DAY;
/** The same bucket a day, a week and two weeks before: the rhythm of days and of weekdays. */
const SEASON = [DAY, WEEK, 2 * WEEK];
/** The share of usual hours that a spike must top: an agent that often has such hours has no spike. */
const USUAL_HIGH = 0.98;

/**
 * The spiking hours of the horizon, oldest first. Hours are judged from a horizon earlier on, oldest first, and one
 * that spiked is no baseline and no season for those after it: a second day of trouble is not called usual.
 */
export function spikesOf(hours: HourOfSpend[], at: string, limits: SpikeLimits): Spike[] {
  const byIndex = new Map(hours.map((hour) => [indexOf(hour.from_at, at), hour]));
  const spikes = new Map<number, Spike>();
  for (let n = 2 * limits.horizon_hours - 1; n >= 0; n -= 1) {
    const hour = byIndex.get(n);
    if (hour === undefined || hour.cost_usd < limits.floor_usd_per_hour) continue;
    const usual = usualBefore(n, byIndex, spikes, limits);
    if (usual === undefined) continue;
    const seasonal = Math.max(0, ...SEASON.flatMap((back) => costsAround(n + back, byIndex, spikes)));
    const spiking =
      hour.cost_usd >= limits.ratio * usual.usd &&
      hour.cost_usd - usual.usd >= limits.excess_usd &&
      hour.cost_usd >= limits.usual_high_ratio * usual.high_usd &&
      hour.cost_usd >= limits.seasonal_ratio * seasonal;
    if (spiking) {
      spikes.set(n, {
        n,
        from: shift(at, -(n + 1) * HOUR_MS),
        cost_usd: hour.cost_usd,
        usual_usd: usual.usd,
        hour,
      });
    }
  }
  return [...spikes.values()].filter(({ n }) => n < limits.horizon_hours);
}

/** Busy hours before the horizon, by which one can tell whether there is history enough to judge. */
export function baselineHours(hours: { from_at: string }[], at: string, limits: SpikeLimits): number {
  const indexes = hours.map(({ from_at }) => indexOf(from_at, at));
  return indexes.filter(
    (n) => n >= limits.horizon_hours && n < limits.horizon_hours + limits.baseline_days * DAY,
  ).length;
}

/** When the first spiking hour began to be costly: within the bucket where its pace clearly rose, else its start. */
export function onsetOf({ from, hour }: Spike): string {
  const before = elapsed(from, hour.risen_at) / MINUTE_MS;
  if (before <= 0) return from;
  const paceBefore = hour.before_usd / before;
  const paceAfter = (hour.cost_usd - hour.before_usd) / (60 - before);
  return paceBefore < paceAfter / 2 ? hour.risen_at : from;
}

function usualBefore(
  n: number,
  hours: Map<number, HourOfSpend>,
  spikes: Map<number, Spike>,
  limits: SpikeLimits,
): { usd: number; high_usd: number } | undefined {
  const costs: number[] = [];
  let oldest = n;
  for (let index = n + 1; index <= n + limits.baseline_days * DAY; index += 1) {
    const hour = hours.get(index);
    if (hour === undefined || spikes.has(index)) continue;
    costs.push(hour.cost_usd);
    oldest = index;
  }
  if (costs.length < limits.baseline_hours || oldest - n < DAY) return undefined;
  return { usd: median(costs), high_usd: quantile(costs, USUAL_HIGH) };
}

function costsAround(index: number, hours: Map<number, HourOfSpend>, spikes: Map<number, Spike>): number[] {
  return [index - 1, index, index + 1].flatMap((near) =>
    spikes.has(near) ? [] : (hours.get(near)?.cost_usd ?? []),
  );
}

function indexOf(from_at: string, at: string): number {
  return Math.round(elapsed(from_at, at) / HOUR_MS) - 1;
}
