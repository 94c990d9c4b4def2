/** Values of a row as DuckDB takes them, per column type. */
import type { DuckType } from "../../contracts/columns.ts";
import { wholeUnitsOf } from "./decimal.ts";
import { wholeMicrosOf } from "./timestamp.ts";

/** What is written into a column: times are microseconds, money is units of 1e-10 USD. */
export type Stored = string | number | bigint | boolean | string[];

/** The value for the column, or undefined when what was given cannot be one. Never called with null. */
export type Convert = (value: unknown) => Stored | undefined;

const stored: Record<DuckType, Convert> = {
  VARCHAR: text,
  JSON: text,
  BIGINT: integer,
  DOUBLE: (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined),
  BOOLEAN: (value) => (typeof value === "boolean" ? value : undefined),
  TIMESTAMP: (value) => (typeof value === "string" ? wholeMicrosOf(value) : undefined),
  "VARCHAR[]": (value) =>
    Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined,
  "DECIMAL(18,10)": (value) =>
    typeof value === "string" || typeof value === "number" ? wholeUnitsOf(String(value)) : undefined,
};

/** How values become what is written into a column of this type. */
export const storedAs = (type: string): Convert => stored[columnType(type)];

function columnType(type: string): DuckType {
  if (type in stored) return type as DuckType;
  throw new Error(`no rows can be stored in a column of type ${type}`);
}

function text(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  return typeof value === "object" ? JSON.stringify(value) : undefined;
}

function integer(value: unknown): number | bigint | undefined {
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? value : undefined;
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}
