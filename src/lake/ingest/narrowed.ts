import { DuckDBDataChunk, VARCHAR } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";

import type { FactTable } from "../schema.ts";
import { STAGED_TYPES } from "./columns-of-rows.ts";
import { probedColumns } from "./probed-columns.ts";

/** Bytes of one value in a vector. */
const BYTES: Record<string, number> = { VARCHAR: 16, JSON: 16, BOOLEAN: 1 };

/**
 * The probed columns of a chunk that DuckDB made. Long texts stay where they are: the chunk must live until this one has been
 * appended.
 */
export function narrowed(table: FactTable, chunk: DuckDBDataChunk): DuckDBDataChunk {
  const columns = probedColumns(table);
  const rows = chunk.rowCount;
  const types = columns.map(({ type }) => STAGED_TYPES[type] ?? VARCHAR);
  const narrow = DuckDBDataChunk.create(types, rows);
  columns.forEach((column, index) => {
    const from = duckdb.data_chunk_get_vector(chunk.chunk, table.columns.indexOf(column));
    const to = duckdb.data_chunk_get_vector(narrow.chunk, index);
    const data = duckdb.vector_get_data(from, rows * (BYTES[column.type] ?? 8));
    duckdb.copy_data_to_vector(to, 0, data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
    // Without nulls there is none, whatever the type says.
    const bits = duckdb.vector_get_validity(from, Math.ceil(rows / 64) * 8) as Uint8Array | null;
    if (bits === null) return;
    duckdb.vector_ensure_validity_writable(to);
    duckdb.copy_data_to_vector_validity(to, 0, bits.buffer as ArrayBuffer, bits.byteOffset, bits.byteLength);
  });
  return narrow;
}
