/**
 * A table that the lake derives from its fact tables inside the transaction that changes them. Its rows always equal
 * what `compute` would answer.
 */
import type { Relation } from "../schema.ts";
import type { Writer } from "../writer.ts";

export type Rollup = Relation & {
  kind: "rollup";
  time: string;
  /** The whole rollup from its fact tables, columns in their order. A changed text rebuilds it when the lake is opened. */
  compute: (sources: string[]) => string;
  /** Brings the rollup in line with the rows in CHANGE. */
  maintain: (writer: Writer) => Promise<unknown>;
};

/** A view that the lake offers beside its tables. */
export type View = Relation & { kind: "view"; select: (sources: string[]) => string };

/** A temporary view of the rows of llm_observations that came (`sign` 1) and went (`sign` -1) in the present transaction. */
export const CHANGE = "llm_change";

export type ColumnList = [name: string, type: string, description: string][];

export const described = (columns: ColumnList) =>
  columns.map(([name, type, description]) => ({ name, type, description, required: false }));
