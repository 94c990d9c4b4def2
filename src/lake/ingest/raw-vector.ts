/**
 * Writes the values of a column into vectors of DuckDB as bytes. The vectors of @duckdb/node-api take one value at a time
 * and cost a call into native code per text, which was most of the time of a sync.
 */
import duckdb from "@duckdb/node-bindings";

import type { Stored } from "../values/column-values.ts";
import { spaceFor } from "./raw-space.ts";
import { writeTexts } from "./raw-texts.ts";

export type Vector = duckdb.Vector;
export type Values = (Stored | null)[];

const TWO_32 = 2 ** 32;
const TWO_31 = 2 ** 31;

/** BIGINT, TIMESTAMP (microseconds) and DECIMAL(18,10) (units): 64 bits each. */
function writeWhole(vectors: Vector[], values: Values): void {
  const space = spaceFor(values.length * 8);
  const { words } = space;
  for (let index = 0, at = 0; index < values.length; index += 1, at += 2) {
    const value = values[index];
    let low = 0;
    let high = 0;
    if (typeof value === "number") {
      high = value >= 0 && value < TWO_31 ? 0 : Math.floor(value / TWO_32);
      // Never negative: with `high` rounded down it is the two's complement that DuckDB stores.
      low = value - high * TWO_32;
    } else if (typeof value === "bigint") {
      low = Number(BigInt.asUintN(32, value));
      high = Number(BigInt.asIntN(32, value >> 32n));
    }
    words[at] = low;
    words[at + 1] = high;
  }
  put(vectors, space.buffer, values.length * 8);
}

function writeDoubles(vectors: Vector[], values: Values): void {
  const { doubles, buffer } = spaceFor(values.length * 8);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    doubles[index] = typeof value === "number" ? value : 0;
  }
  put(vectors, buffer, values.length * 8);
}

function writeBooleans(vectors: Vector[], values: Values): void {
  const { bytes, buffer } = spaceFor(values.length);
  for (let index = 0; index < values.length; index += 1) bytes[index] = values[index] === true ? 1 : 0;
  put(vectors, buffer, values.length);
}

/** Lists of texts: where each begins in the child vector and how many it has. */
function writeTextLists(vectors: Vector[], values: Values): void {
  const items = values.flatMap((value) => (Array.isArray(value) ? value : []));
  for (const vector of vectors) {
    duckdb.list_vector_reserve(vector, items.length);
    duckdb.list_vector_set_size(vector, items.length);
    if (items.length > 0) writeTexts([duckdb.list_vector_get_child(vector)], items);
  }
  const { words, buffer } = spaceFor(values.length * 16);
  let from = 0;
  values.forEach((value, index) => {
    const length = Array.isArray(value) ? value.length : 0;
    words.set([from, 0, length, 0], index * 4);
    from += length;
  });
  put(vectors, buffer, values.length * 16);
}

function put(vectors: Vector[], buffer: ArrayBuffer, bytes: number): void {
  for (const vector of vectors) duckdb.copy_data_to_vector(vector, 0, buffer, 0, bytes);
}

/** One bit per value, set where there is one. A vector without this is whole. */
function writeValidity(vectors: Vector[], values: Values): void {
  if (!values.includes(null)) return;
  // DuckDB keeps it in words of 64 bits.
  const bytes = Math.ceil(values.length / 64) * 8;
  const { words, buffer } = spaceFor(bytes);
  words.fill(0, 0, bytes / 4);
  for (let index = 0; index < values.length; index += 1) {
    if (values[index] !== null) words[index >> 5] = (words[index >> 5] ?? 0) | (1 << (index & 31));
  }
  for (const vector of vectors) {
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, buffer, 0, bytes);
  }
}

const writers: Record<string, (vectors: Vector[], values: Values) => void> = {
  VARCHAR: writeTexts,
  JSON: writeTexts,
  BIGINT: writeWhole,
  DOUBLE: writeDoubles,
  BOOLEAN: writeBooleans,
  TIMESTAMP: writeWhole,
  "VARCHAR[]": writeTextLists,
  "DECIMAL(18,10)": writeWhole,
};

/**
 * Writes all values of a column into vectors of chunks that have as many rows. Long texts are shared by the vectors: the chunk
 * of the first must live as long as the others are read.
 */
export function writeColumn(type: string, vectors: Vector[], values: Values): void {
  const write = writers[type];
  if (write === undefined) throw new Error(`no rows can be stored in a column of type ${type}`);
  write(vectors, values);
  writeValidity(vectors, values);
}
