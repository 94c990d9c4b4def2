/**
 * A library query: one question in one .sql file whose header says what it reads, takes and returns.
 * The header is parsed by src/queries/library.ts and checked against DuckDB by a corpus test.
 */
import type { Column } from "./columns.ts";

export type QueryParam = {
  name: string;
  /** DuckDB type, as `$name::type` casts it. */
  type: "TIMESTAMP" | "VARCHAR" | "BIGINT" | "DOUBLE" | "VARCHAR[]";
  description: string;
  /** From `[default: …]` in the description: a literal, or `now`, `now-7d`, `now-2h`. */
  default: string | undefined;
};

export type QueryDefinition = {
  /** The file's name without `.sql`. */
  id: string;
  topic: string;
  question: string;
  grain: string;
  reads: string[];
  params: QueryParam[];
  returns: (Pick<Column, "name" | "description"> & { type: string })[];
  caveats: string[];
  /**
   * The span whose coverage decides whether the answer is complete: `@window since until`, two
   * TIMESTAMP parameters, with an optional reach before the first (`@window at-7d at`).
   */
  window: { from: string; to: string } | undefined;
  /** Tables that may be uncovered without making the answer incomplete (`@optional`). */
  optional: string[];
  sql: string;
};

export type ParamValue = string | number | null | string[];
export type Params = Record<string, ParamValue>;

export type Answer = {
  columns: { name: string; type: string }[];
  /** JSON-safe values: times are ISO text, decimals and big integers are numbers where exact, else text. */
  rows: Record<string, unknown>[];
  /** Rows were left out to stay under the cap. */
  truncated: boolean;
};
