/** Values of a row as DuckDB takes them, per column type. */
import {
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from "@duckdb/node-api";

import type { DuckType } from "../../contracts/columns.ts";
import { unitsOf, USD_SCALE, USD_WIDTH } from "./decimal.ts";
import { microsOf } from "./timestamp.ts";

/** The value for the column, or undefined when what was given cannot be one. Never called with null. */
type Convert = (value: unknown) => DuckDBValue | undefined;

const convert: Record<DuckType, Convert> = {
  VARCHAR: text,
  JSON: text,
  BIGINT: integer,
  DOUBLE: (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined),
  BOOLEAN: (value) => (typeof value === "boolean" ? value : undefined),
  TIMESTAMP: moment,
  "VARCHAR[]": (value) =>
    Array.isArray(value) && value.every((item) => typeof item === "string")
      ? new DuckDBListValue(value)
      : undefined,
  "DECIMAL(18,10)": money,
};

export function converterOf(type: string): Convert {
  const found = Object.entries(convert).find(([name]) => name === type)?.[1];
  if (found === undefined) throw new Error(`no rows can be stored in a column of type ${type}`);
  return found;
}

function text(value: unknown): DuckDBValue | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  return typeof value === "object" ? JSON.stringify(value) : undefined;
}

function integer(value: unknown): DuckDBValue | undefined {
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? value : undefined;
  return Number.isSafeInteger(value) ? BigInt(value as number) : undefined;
}

function moment(value: unknown): DuckDBValue | undefined {
  if (typeof value !== "string") return undefined;
  const micros = microsOf(value);
  return micros === undefined ? undefined : new DuckDBTimestampValue(micros);
}

function money(value: unknown): DuckDBValue | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const units = unitsOf(String(value));
  return units === undefined ? undefined : new DuckDBDecimalValue(units, USD_WIDTH, USD_SCALE);
}
