/**
 * The column types of the lake. A row contract is a zod object made of these; DDL, `describe` and the
 * appender all read the same definition. Every column is nullable in the lake except the key.
 *
 * In a row: times are ISO 8601 UTC text (any precision up to microseconds), money is decimal text,
 * `json` is JSON text, everything else is the plain JavaScript value.
 */
import { z } from "zod";

export type DuckType =
  "VARCHAR" | "BIGINT" | "DOUBLE" | "BOOLEAN" | "TIMESTAMP" | "JSON" | "VARCHAR[]" | "DECIMAL(18,10)";

type ColumnMeta = { duckdb: DuckType; description: string };

const registry = z.registry<ColumnMeta>();

function column<T extends z.ZodType>(type: T, duckdb: DuckType, description: string): T {
  registry.add(type, { duckdb, description });
  return type;
}

/** A key column: text that must be there. */
export const id = (description: string) => column(z.string().min(1), "VARCHAR", description);
/** A time that must be there: the one a table is sliced and merged by. */
export const time = (description: string) => column(z.string(), "TIMESTAMP", description);
export const text = (description: string) => column(z.string().nullable(), "VARCHAR", description);
export const at = (description: string) => column(z.string().nullable(), "TIMESTAMP", description);
export const int = (description: string) => column(z.int().nullable(), "BIGINT", description);
export const real = (description: string) => column(z.number().nullable(), "DOUBLE", description);
export const flag = (description: string) => column(z.boolean().nullable(), "BOOLEAN", description);
export const json = (description: string) => column(z.string().nullable(), "JSON", description);
export const texts = (description: string) =>
  column(z.array(z.string()).nullable(), "VARCHAR[]", description);
/** US dollars as decimal text. Ten places: a single token of a small model costs about 1e-8. */
export const usd = (description: string) => column(z.string().nullable(), "DECIMAL(18,10)", description);

export type Column = { name: string; type: DuckType; description: string };

/** The columns of a row contract, in their order. Throws when a column was not made by this file. */
export function columnsOf(row: z.ZodObject): Column[] {
  return Object.entries(row.shape).map(([name, type]) => {
    const meta = registry.get(type as z.ZodType);
    if (meta === undefined) throw new Error(`column ${name} was not made by src/contracts/columns.ts`);
    return { name, type: meta.duckdb, description: meta.description };
  });
}
