/** How a window differs from its baseline, dimension by dimension. Pure arithmetic over the rows of one query. */
import { z } from "zod";
import { grouped } from "./grouped.ts";

export const MEASURES = ["cost_usd", "errors", "count"] as const;
export type Measure = (typeof MEASURES)[number];

export const ValueRow = z.object({
  connection: z.string(),
  subject: z.string(),
  dimension: z.string(),
  value: z.string().nullable(),
  other_values: z.number(),
  window_count: z.number(),
  baseline_count: z.number(),
  window_errors: z.number(),
  baseline_errors: z.number(),
  window_cost_usd: z.number(),
  baseline_cost_usd: z.number(),
});
export type ValueRow = z.infer<typeof ValueRow>;

export type ValueDifference = Omit<ValueRow, "connection" | "subject" | "dimension"> & {
  /** Change of the measure, in its unit: the window less the baseline brought to the window's length. */
  change: number;
  /** Part of the subject's total measure, 0 to 1, and its change in between; null without any. */
  window_share: number | null;
  baseline_share: number | null;
};

export type DimensionDifference = {
  subject: string;
  dimension: string;
  /**
   * Half the sum of the absolute changes of share (total variation distance, 0 to 1): the part of the measure that lies
   * at other values than before. Null when window or baseline has nothing of the measure.
   */
  shift: number | null;
  /** What of it as few rows would show by chance, were nothing different. */
  chance: number | null;
  /** Change of the whole measure, which the changes of the values add up to. */
  change: number;
  values: ValueDifference[];
};

/**
 * Dimensions ranked by `shift` less `chance`, values by their contribution to the change. Chance is the expected shift
 * of two samples of one distribution, row for row independent: an understatement where rows come in traces. A share
 * change needs no model of traffic: twice the traffic, alike in all, is no difference.
 */
export function rankDimensions(rows: ValueRow[], measure: Measure, scale: number): DimensionDifference[] {
  const whole = [...rows, ...byConnection(rows)];
  const parts = grouped(whole, ({ subject, dimension }) => JSON.stringify([subject, dimension]));
  return [...parts.values()]
    .map((group) => difference(joined(group), measure, scale))
    .filter(({ values }) => values.some(({ change, window_share }) => change !== 0 || window_share !== null))
    .toSorted((one, other) => excess(other) - excess(one) || Math.abs(other.change) - Math.abs(one.change));
}

const excess = ({ shift, chance }: DimensionDifference): number =>
  shift === null ? -1 : Math.max(0, shift - (chance ?? 0));

/** The connection is a dimension like the others; any one dimension holds the whole of its subject. */
function byConnection(rows: ValueRow[]): ValueRow[] {
  const first = new Map<string, string>();
  for (const { subject, dimension } of rows) if (!first.has(subject)) first.set(subject, dimension);
  return rows
    .filter(({ subject, dimension }) => first.get(subject) === dimension)
    .map((row) => ({ ...row, dimension: "connection", value: row.connection, other_values: 0 }));
}

/** One row per value: the same model of two connections is one model. */
function joined(rows: ValueRow[]): ValueRow[] {
  const values = grouped(rows, ({ value, other_values }) => JSON.stringify([value, other_values > 0]));
  return [...values.values()].map((same) => same.reduce(sum));
}

const sum = (one: ValueRow, other: ValueRow): ValueRow => ({
  ...one,
  other_values: one.other_values + other.other_values,
  window_count: one.window_count + other.window_count,
  baseline_count: one.baseline_count + other.baseline_count,
  window_errors: one.window_errors + other.window_errors,
  baseline_errors: one.baseline_errors + other.baseline_errors,
  window_cost_usd: one.window_cost_usd + other.window_cost_usd,
  baseline_cost_usd: one.baseline_cost_usd + other.baseline_cost_usd,
});

const share = (amount: number, all: number): number | null => (all > 0 ? amount / all : null);

function difference(rows: ValueRow[], measure: Measure, scale: number): DimensionDifference {
  const total = (amountOf: (row: ValueRow) => number) => rows.reduce((all, row) => all + amountOf(row), 0);
  const now = (row: ValueRow) => row[`window_${measure}`];
  const before = (row: ValueRow) => row[`baseline_${measure}`];
  const [all_now, all_before] = [total(now), total(before)];
  const values = rows
    .map((row): ValueDifference => {
      const { connection: _connection, subject: _subject, dimension: _dimension, ...figures } = row;
      return {
        ...figures,
        change: now(row) - scale * before(row),
        window_share: share(now(row), all_now),
        baseline_share: share(before(row), all_before),
      };
    })
    .toSorted(
      (one, other) => Math.abs(other.change) - Math.abs(one.change) || other.window_count - one.window_count,
    );
  const comparable = all_now > 0 && all_before > 0;
  const counted = measure === "errors" ? "errors" : "count";
  const rows_of = (side: "window" | "baseline") =>
    Math.max(
      1,
      total((row) => row[`${side}_${counted}`]),
    );
  const sizes = 1 / rows_of("window") + 1 / rows_of("baseline");
  return {
    subject: rows[0]?.subject ?? "",
    dimension: rows[0]?.dimension ?? "",
    shift: comparable
      ? values.reduce(
          (all, { window_share, baseline_share }) =>
            all + Math.abs((window_share ?? 0) - (baseline_share ?? 0)),
          0,
        ) / 2
      : null,
    chance: comparable
      ? Math.min(
          1,
          rows.reduce((all, row) => {
            const pooled = (now(row) + before(row)) / (all_now + all_before);
            return all + Math.sqrt((2 / Math.PI) * Math.max(0, pooled * (1 - pooled)) * sizes);
          }, 0) / 2,
        )
      : null,
    change: all_now - scale * all_before,
    values,
  };
}
