/** A feature's days as curves, and as the rows of the table beside them. */
import type { CategoryData } from "../sql/chart-of.ts";
import type { FeatureHistory } from "../types.ts";

export type Curves = {
  failing: CategoryData | undefined;
  scores: CategoryData | undefined;
  columns: { name: string; type: string }[];
  rows: Record<string, unknown>[];
};

/** Undefined where there is nothing to draw: no form to hold outputs against, or no score. `moment` writes times. */
export function curvesOf({ days, scores }: FeatureHistory, moment: (at: string) => string): Curves {
  const keys = days.map(({ from }) => from);
  const names = [...new Set(scores.map(({ score }) => score))];
  const means = names.map((name) => ({
    name,
    values: keys.map(
      (key) =>
        scores.find((one) => one.score === name && Date.parse(one.from) === Date.parse(key))?.mean ?? null,
    ),
  }));
  const failing = days.map(({ failing_share }) =>
    failing_share === null ? null : Math.round(failing_share * 1000) / 10,
  );
  return {
    failing: failing.every((share) => share === null)
      ? undefined
      : { axis: "time", keys, series: [{ name: "% of outputs that lack the form", values: failing }] },
    scores: names.length === 0 ? undefined : { axis: "time", keys, series: means },
    columns: [
      { name: "24 hours from", type: "VARCHAR" },
      { name: "outputs", type: "BIGINT" },
      { name: "lack the form", type: "BIGINT" },
      ...names.map((name) => ({ name, type: "DOUBLE" })),
    ],
    rows: days.map(({ from, outputs, failing: lacking }, index) => ({
      "24 hours from": moment(from),
      outputs,
      "lack the form": lacking,
      ...Object.fromEntries(means.map(({ name, values }) => [name, values[index] ?? null])),
    })),
  };
}
