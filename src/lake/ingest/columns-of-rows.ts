/** Turns the rows of a batch into chunks for the appender, before the batch's turn to be written comes. */
import {
  BIGINT,
  BOOLEAN,
  DECIMAL,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBTimestampValue,
  INTEGER,
  LIST,
  TIMESTAMP,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";

import type { Row } from "../../contracts/ingest.ts";
import type { FactTable } from "../schema.ts";
import { timestamp } from "../values/bound.ts";
import { converterOf } from "../values/column-values.ts";
import { USD_SCALE, USD_WIDTH } from "../values/decimal.ts";

/** Rows of one chunk: DuckDB's vector size. */
const VECTOR = 2048;

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

/** Both ends belong to it. */
export type Span = { low: bigint; high: bigint };

/** The rows of one table of one batch. */
export type Columns = {
  table: FactTable;
  /** Distinct keys; of several rows with one key the last stays. */
  rows: number;
  /** The number of the batch in its group, which is not known yet, goes into the first column. */
  chunks: DuckDBDataChunk[];
  /** Rows without a readable key or time: they have no place in the table. */
  refused: number;
  /** The earliest and the latest time among them, microseconds; undefined without rows. */
  span: Span | undefined;
  /** Values that did not fit their column and became null, by column. */
  odd: Map<string, number>;
};

export function columnsOfRows(table: FactTable, rows: Row[], connection: string, fetched_at: Date): Columns {
  const own = table.columns.slice(1, -1).map(({ name, type, required }) => ({
    name,
    required,
    convert: table.key.includes(name) && type === "VARCHAR" ? keyText : converterOf(type),
  }));
  const kept = lastOfEachKey(table, own, rows);
  const types = [INTEGER, ...table.columns.map(({ type }) => STAGED_TYPES[type] ?? VARCHAR)];
  const odd = new Map<string, number>();
  const synced = timestamp(fetched_at);
  const chunks: DuckDBDataChunk[] = [];
  for (let from = 0; from < kept.rows.length; from += VECTOR) {
    const part = kept.rows.slice(from, from + VECTOR);
    const chunk = DuckDBDataChunk.create(types, part.length);
    fill(chunk, 1, part, () => connection);
    own.forEach(({ name, convert }, index) => {
      fill(chunk, index + 2, part, (row) => {
        const given = row[name];
        if (given === null || given === undefined) return null;
        const value = convert(given);
        if (value === undefined) odd.set(name, (odd.get(name) ?? 0) + 1);
        return value ?? null;
      });
    });
    fill(chunk, own.length + 2, part, () => synced);
    chunks.push(chunk);
  }
  return { table, rows: kept.rows.length, chunks, refused: kept.refused, span: kept.span, odd };
}

/** Marks the rows as those of a batch. */
export function numberChunks({ chunks }: Columns, batch: number): DuckDBDataChunk[] {
  for (const chunk of chunks) {
    const vector = chunk.getColumnVector(0);
    for (let index = 0; index < chunk.rowCount; index += 1) vector.setItem(index, batch);
    vector.flush();
  }
  return chunks;
}

function fill(chunk: DuckDBDataChunk, column: number, rows: Row[], valueOf: (row: Row) => DuckDBValue): void {
  const vector = chunk.getColumnVector(column);
  rows.forEach((row, index) => vector.setItem(index, valueOf(row)));
  vector.flush();
}

type Required = { name: string; required: boolean; convert: (value: unknown) => DuckDBValue | undefined };
type Kept = { rows: Row[]; refused: number; span: Span | undefined };

function lastOfEachKey(table: FactTable, columns: Required[], rows: Row[]): Kept {
  const required = columns
    .filter((column) => column.required)
    .map((column) => ({
      ...column,
      is_key: table.key.includes(column.name),
      is_time: column.name === table.time,
    }));
  const byKey = new Map<string, Row>();
  let refused = 0;
  let span: Span | undefined;
  for (const row of rows) {
    let key: string | undefined = "";
    let time: bigint | undefined;
    for (const { name, convert, is_key, is_time } of required) {
      const given = row[name];
      const value = given === null || given === undefined ? undefined : convert(given);
      if (value === undefined) {
        key = undefined;
        break;
      }
      if (is_key) key += lengthAndText(String(value));
      if (is_time && value instanceof DuckDBTimestampValue) time = value.micros;
    }
    if (key === undefined || time === undefined) {
      refused += 1;
      continue;
    }
    byKey.set(key, row);
    span = {
      low: span && span.low < time ? span.low : time,
      high: span && span.high > time ? span.high : time,
    };
  }
  return { rows: [...byKey.values()], refused, span };
}

/** Parts of a key may hold any character; their lengths keep ("a", "bc") and ("ab", "c") apart. */
const lengthAndText = (part: string) => `${part.length}:${part}`;

const text = converterOf("VARCHAR");

/** DuckDB replaces unpaired surrogates: two keys that differ in one only would be the same key there. */
function keyText(value: unknown): DuckDBValue | undefined {
  const plain = text(value);
  return typeof plain === "string" && /\p{Surrogate}/u.test(plain)
    ? plain.replace(/\p{Surrogate}/gu, "\ufffd")
    : plain;
}
