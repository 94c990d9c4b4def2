/**
 * Chunks that are written again. Their memory is DuckDB's: the garbage collector does not see how much it is, and would let a
 * gigabyte of chunks lie that nobody needs any more.
 */
import { DuckDBDataChunk, type DuckDBType } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";

/** Chunks that are kept for each list of columns; what comes back beyond them is left to the garbage collector. */
const MOST_FREE = 32;
const free = new WeakMap<readonly DuckDBType[], DuckDBDataChunk[]>();

/** A chunk of so many rows, all of them to be written. `types` is one and the same array for all chunks of a kind. */
export function takeChunk(types: DuckDBType[], rows: number): DuckDBDataChunk {
  const chunk = free.get(types)?.pop();
  if (chunk === undefined) return DuckDBDataChunk.create(types, rows);
  chunk.rowCount = rows;
  return chunk;
}

/** Gives chunks back that nobody reads any more. */
export function giveBack(types: DuckDBType[], chunks: DuckDBDataChunk[]): void {
  const kept = free.get(types) ?? [];
  free.set(types, kept);
  for (const chunk of chunks) {
    duckdb.data_chunk_reset(chunk.chunk);
    if (kept.length < MOST_FREE) kept.push(chunk);
  }
}
