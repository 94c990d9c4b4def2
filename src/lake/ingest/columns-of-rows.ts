/** Turns the rows of a batch into chunks for the appender, before the batch's turn to be written comes. */
import {
  BIGINT,
  BOOLEAN,
  DECIMAL,
  DOUBLE,
  LIST,
  TIMESTAMP,
  VARCHAR,
  DuckDBDataChunk,
  type DuckDBType,
} from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";

import type { Row } from "../../contracts/ingest.ts";
import type { FactTable, LakeColumn } from "../schema.ts";
import { storedAs } from "../values/column-values.ts";
import { USD_SCALE, USD_WIDTH } from "../values/decimal.ts";
import { giveBack, takeChunk } from "./chunk-pool.ts";
import { keptRows } from "./kept-rows.ts";
import { probedColumns } from "./probed-columns.ts";
import { writeColumn, type Values } from "./raw-vector.ts";
import type { Span } from "./span.ts";

/** Rows of one chunk: DuckDB's vector size. */
export const VECTOR = 2048;

export const STAGED_TYPES: Record<string, DuckDBType> = {
  VARCHAR,
  // The JSON type is text to the appender; the stage checks what is in it.
  JSON: VARCHAR,
  BIGINT,
  DOUBLE,
  BOOLEAN,
  TIMESTAMP,
  "VARCHAR[]": LIST(VARCHAR),
  "DECIMAL(18,10)": DECIMAL(USD_WIDTH, USD_SCALE),
};

/** The rows of one table of one batch. */
export type Columns = {
  table: FactTable;
  /** No key comes twice among them. */
  rows: number;
  /** The columns of the table, in their order. */
  chunks: DuckDBDataChunk[];
  /** The narrow ones of them (see probe.ts), which borrow the texts of `chunks`. */
  probes: DuckDBDataChunk[];
  /** Rows without a readable key or time: they have no place in the table. */
  refused: number;
  /** The earliest and the latest time among them, microseconds; undefined without rows. */
  span: Span | undefined;
  /** Values that did not fit their column and became null, by column. */
  odd: Map<string, number>;
  /** To be called when the chunks are read no more; undefined where they are somebody else's. */
  release?: () => void;
};

export function columnsOfRows(table: FactTable, rows: Row[], connection: string, fetched_at: Date): Columns {
  const kept = keptRows(table, rows);
  const odd = new Map<string, number>();
  const synced = fetched_at.getTime() * 1_000;
  const valuesOf = (column: LakeColumn, part: Row[], from: number): Values => {
    if (column.name === "connection") return part.map(() => connection);
    if (column.name === "synced_at") return part.map(() => synced);
    const read = kept.read.get(column.name);
    return read === undefined
      ? converted(column.name, storedAs(column.type), part, odd)
      : read.slice(from, from + part.length);
  };
  const narrow = probedColumns(table);
  const chunks: DuckDBDataChunk[] = [];
  const probes: DuckDBDataChunk[] = [];
  for (let from = 0; from < kept.rows.length; from += VECTOR) {
    const part = kept.rows.slice(from, from + VECTOR);
    const chunk = takeChunk(typesOf(table.columns), part.length);
    const probe = takeChunk(typesOf(narrow), part.length);
    table.columns.forEach((column, index) => {
      const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
      const place = narrow.indexOf(column);
      const also = place < 0 ? [] : [duckdb.data_chunk_get_vector(probe.chunk, place)];
      writeColumn(column.type, [vector, ...also], valuesOf(column, part, from));
    });
    chunks.push(chunk);
    probes.push(probe);
  }
  return {
    table,
    rows: kept.rows.length,
    chunks,
    probes,
    refused: kept.refused,
    span: kept.span,
    odd,
    release() {
      giveBack(typesOf(narrow), probes);
      giveBack(typesOf(table.columns), chunks);
    },
  };
}

/** A chunk of its own, for rows that are written once. */
export const chunkOf = (columns: LakeColumn[], rows: number): DuckDBDataChunk =>
  DuckDBDataChunk.create(typesOf(columns), rows);

const types = new WeakMap<LakeColumn[], DuckDBType[]>();

function typesOf(columns: LakeColumn[]): DuckDBType[] {
  const known = types.get(columns) ?? columns.map(({ type }) => STAGED_TYPES[type] ?? VARCHAR);
  types.set(columns, known);
  return known;
}

export function converted(
  name: string,
  convert: ReturnType<typeof storedAs>,
  rows: Row[],
  odd: Map<string, number>,
): Values {
  return rows.map((row) => {
    const given = row[name];
    if (given === null || given === undefined) return null;
    const value = convert(given);
    if (value === undefined) odd.set(name, (odd.get(name) ?? 0) + 1);
    return value ?? null;
  });
}
