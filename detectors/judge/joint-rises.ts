import { elapsed, MINUTE_MS, shift } from "../../src/contracts/moment.ts";
import { sum } from "./group.ts";
import { median } from "./robust-baseline.ts";

/** Errors, model calls and spend of one agent in one bucket, as error_cascade gives them. */
export type ErrorBucket = { from_at: string; generations: number; errors: number; cost_usd: number };

export type RiseLimits = {
  horizon_hours: number;
  baseline_days: number;
  bucket_minutes: number;
  ratio: number;
  generation_ratio: number;
  error_rate_ratio: number;
  errors: number;
  baseline_buckets: number;
};

/** A bucket in which errors and model calls were both far above usual, or that lies beside one of the other kind. */
export type Rise<Row> = {
  /** Buckets back from the judged moment; the newest is 0. */
  n: number;
  from: string;
  row: Row;
  usual_errors: number;
  usual_generations: number;
  extra_usd: number;
};

/**
 * The buckets of the horizon, oldest first, in which errors rose together with model calls: both above usual in this
 * bucket, or one here and the other in the bucket beside it.
 */
export function risesOf<Row extends ErrorBucket>(rows: Row[], at: string, limits: RiseLimits): Rise<Row>[] {
  const length = limits.bucket_minutes * MINUTE_MS;
  const perDay = Math.round((24 * 60) / limits.bucket_minutes);
  const horizon = Math.round((limits.horizon_hours * 60) / limits.bucket_minutes);
  const byIndex = new Map(rows.map((row) => [Math.round(elapsed(row.from_at, at) / length) - 1, row]));
  const baseline = [...byIndex].filter(([n]) => n >= horizon && n < horizon + limits.baseline_days * perDay);
  const past = baseline.map(([, row]) => row);
  if (past.length < limits.baseline_buckets) return [];

  const usual = {
    errors: median(past.map(({ errors }) => errors)),
    generations: median(past.map(({ generations }) => generations)),
    cost_usd: median(past.map(({ cost_usd }) => cost_usd)),
  };
  const usualRate =
    Math.max(sum(past.map(({ errors }) => errors)), 0.5) /
    Math.max(sum(past.map(({ generations }) => generations)), 1);
  // The same time of the days before, so that a usual morning is not a rise.
  const seasonal = (n: number, of: (row: Row) => number) => {
    const peers = Array.from({ length: limits.baseline_days }, (_, day) => n + (day + 1) * perDay)
      .flatMap((index) => [index - 1, index, index + 1])
      .filter((index) => index >= horizon)
      .flatMap((index) => byIndex.get(index) ?? []);
    return peers.length < 3 ? 0 : median(peers.map(of));
  };

  const rises = Array.from({ length: horizon }, (_, back) => horizon - 1 - back).flatMap((n) => {
    const row = byIndex.get(n);
    if (row === undefined) return [];
    const usual_errors = Math.max(
      usual.errors,
      seasonal(n, ({ errors }) => errors),
    );
    const usual_generations = Math.max(
      usual.generations,
      seasonal(n, ({ generations }) => generations),
    );
    const usualCost = Math.max(
      usual.cost_usd,
      seasonal(n, ({ cost_usd }) => cost_usd),
    );
    const rate = row.errors / Math.max(row.generations, 1);
    const failing =
      row.errors >= limits.errors &&
      row.errors >= limits.ratio * usual_errors &&
      rate >= limits.error_rate_ratio * usualRate;
    const busy = row.generations >= limits.generation_ratio * Math.max(usual_generations, 1);
    const extra_usd = Math.max(row.cost_usd - usualCost, 0);
    return [
      {
        n,
        from: shift(at, -(n + 1) * length),
        row,
        usual_errors,
        usual_generations,
        extra_usd,
        failing,
        busy,
      },
    ];
  });
  const near = (n: number, test: (rise: (typeof rises)[number]) => boolean) =>
    rises.some((rise) => Math.abs(rise.n - n) <= 1 && test(rise));
  return rises.filter(
    ({ n, failing, busy }) =>
      (failing && near(n, (rise) => rise.busy)) || (busy && near(n, (rise) => rise.failing)),
  );
}
