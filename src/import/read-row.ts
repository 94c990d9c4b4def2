import { z } from "zod";

import { columnsOf, type DuckType } from "../contracts/columns.ts";
import type { Row } from "../contracts/ingest.ts";
import type { AnyTable } from "../contracts/table.ts";
import { didYouMean } from "../nearest.ts";

/**
 * One row in the lake's own columns; an absent column is null. Numbers may come as text and the other way round,
 * as Parquet and SQL exports have them. Throws when a column is unknown or its value does not fit.
 */
export function readRow(table: AnyTable, value: unknown): Row {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error("not a JSON object");
  const columns = columnsOf(table.row);
  const names = columns.map(({ name }) => name);
  const given = new Map(Object.entries(value).filter(([name]) => !NOT_COLUMNS.has(name)));
  for (const name of given.keys()) {
    if (!names.includes(name))
      throw new Error(`no column ${name}; ${didYouMean(name, names, "see sentinel describe")}`);
  }
  const whole = Object.fromEntries(
    columns.map(({ name, type }) => [name, asColumn(type, given.get(name) ?? null)]),
  );
  const parsed = table.row.safeParse(whole);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error).replaceAll("\n", " "));
  return parsed.data;
}

/** Added by the lake itself, or a seed's parent: rows exported from a lake carry them. */
const NOT_COLUMNS = new Set(["connection", "synced_at", "_in"]);

function asColumn(type: DuckType, value: unknown): unknown {
  if (value === null) return null;
  switch (type) {
    case "BIGINT":
    case "DOUBLE":
      return typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    case "DECIMAL(18,10)":
      return typeof value === "number" ? String(value) : value;
    case "TIMESTAMP":
      return typeof value === "string" ? isoOf(value) : value;
    case "JSON":
      return typeof value === "object" ? JSON.stringify(value) : value;
    case "VARCHAR":
    case "BOOLEAN":
    case "VARCHAR[]":
      return value;
  }
}

function isoOf(text: string): string {
  const iso = text.trim().replace(/^(\d{4}-\d{2}-\d{2}) (\d)/, "$1T$2");
  if (Number.isNaN(Date.parse(iso))) throw new Error(`"${text}" is not a time`);
  return /(Z|[+-]\d{2}(:?\d{2})?)$/i.test(iso) || !iso.includes("T") ? iso : `${iso}Z`;
}
