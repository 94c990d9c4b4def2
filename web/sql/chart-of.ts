import { cellText, isNumeric } from "../ui/cell-text.ts";

export type CategoryData = {
  /** Times where the first column has some, else names in the order of the rows. */
  axis: "time" | "category";
  keys: string[];
  series: { name: string; values: (number | null)[] }[];
};

const MOST_KEYS = 500;
const MOST_SERIES = 6;

/** The same rows as a chart: the first column that is no number along the axis, numbers as series. Undefined without numbers. */
export function chartOf(
  columns: { name: string; type: string }[],
  rows: Record<string, unknown>[],
): CategoryData | undefined {
  const numbers = columns.filter(({ type }) => isNumeric(type)).slice(0, MOST_SERIES);
  if (numbers.length === 0 || rows.length === 0) return undefined;
  const time = columns.find(({ type }) => type.startsWith("TIMESTAMP") || type === "DATE");
  const names = time === undefined ? columns.filter(({ type }) => !isNumeric(type)) : [time];
  const shown = rows.slice(0, MOST_KEYS);
  return {
    axis: time === undefined ? "category" : "time",
    keys: shown.map((row, index) =>
      names.length === 0
        ? String(index + 1)
        : names.map(({ name }) => cellText(row[name] ?? "–")).join(" · "),
    ),
    series: numbers.map(({ name }) => ({
      name,
      values: shown.map((row) => (row[name] === null ? null : Number(row[name]))),
    })),
  };
}
