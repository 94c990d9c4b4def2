/** The tables of the lake as DuckDB gets them: a contract's columns between `connection` and `synced_at`. */
import { columnsOf, type Column } from "../contracts/columns.ts";
import type { AnyTable } from "../contracts/table.ts";

export type LakeColumn = Omit<Column, "type"> & { type: string; required: boolean };

/** A table, a view or a rollup, with what `describe` says of it. */
export type Relation = {
  name: string;
  kind: "table" | "view" | "rollup";
  grain: string;
  /** The system that the rows come from. */
  source: string;
  columns: LakeColumn[];
  /** The column that says how fresh the newest row is; undefined when there is none. */
  time: string | undefined;
  /** The tables whose coverage decides whether this one is complete; empty for our own. */
  made_from: string[];
};

/** A table that batches are merged into. */
export type FactTable = Relation & {
  key: string[];
  time: string;
  lookback_minutes: number;
  /** The table whose feed fills it, or with which it is sent to us; its own name when it has a feed. */
  fed_by: string;
};

const CONNECTION: LakeColumn = {
  name: "connection",
  type: "VARCHAR",
  description: "The configured connection that the row came from; part of the key",
  required: true,
};
const SYNCED_AT: LakeColumn = {
  name: "synced_at",
  type: "TIMESTAMP",
  description: "When this version of the row was fetched, UTC",
  required: true,
};

export function factTable(table: AnyTable): FactTable {
  const required = new Set([...table.key, table.time]);
  const own = columnsOf(table.row).map((column) => ({ ...column, required: required.has(column.name) }));
  return {
    name: table.name,
    kind: "table",
    grain: table.grain,
    source: table.name.slice(0, table.name.indexOf("_")),
    columns: [CONNECTION, ...own, SYNCED_AT],
    time: table.time,
    made_from: [table.name],
    key: ["connection", ...table.key],
    lookback_minutes: table.lookback_minutes,
    fed_by: table.from ?? table.pushed?.with ?? table.name,
  };
}
