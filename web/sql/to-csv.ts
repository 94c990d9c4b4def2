import { cellText } from "../ui/cell-text.ts";

/** What a spreadsheet takes for a formula, or for the end of a cell that hides one. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Rows as CSV (RFC 4180). Texts come from sources and are opened in spreadsheets: one that would be a formula there gets
 * an apostrophe before it, which shows it as text.
 */
export function toCsv(columns: { name: string }[], rows: Record<string, unknown>[]): string {
  const lines = [
    columns.map(({ name }) => field(name)),
    ...rows.map((row) => columns.map(({ name }) => field(row[name]))),
  ];
  return `${lines.map((fields) => fields.join(",")).join("\r\n")}\r\n`;
}

function field(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = cellText(value);
  const safe = typeof value !== "number" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
