import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DuckDBInstance, type DuckDBConnection, type DuckDBResult } from "@duckdb/node-api";

import { literal, quoted } from "../sql-text.ts";

export type ParquetFile = { bytes: Uint8Array; rows: number; truncated: boolean };

/** Bytes that the rows may take while they are put together. */
const MEMORY = "500MB";

/**
 * The rows of a result, up to `max_rows`, as a Parquet file with DuckDB's own types. The lake's instance may touch no
 * files: the rows are handed over to another one, which knows nothing but them and writes a file that is gone afterwards.
 * DuckDB is told names and types of its own result and a path of ours, never the statement. Throws what DuckDB says.
 */
export async function writeParquet(result: DuckDBResult, max_rows: number): Promise<ParquetFile> {
  const folder = await mkdtemp(join(tmpdir(), "sentinel-export-"));
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: MEMORY,
    threads: "1",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    temp_directory: folder,
  });
  try {
    const connection = await instance.connect();
    const { rows, truncated } = await take(result, connection, max_rows);
    const path = join(folder, "rows.parquet");
    await connection.run(`copy (select * from rows limit ${max_rows}) to ${literal(path)} (format parquet)`);
    return { bytes: await readFile(path), rows, truncated };
  } finally {
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Hands the chunks of a result over as they are; of the last one more than the cap may come along. */
async function take(result: DuckDBResult, connection: DuckDBConnection, max_rows: number) {
  const types = result.columnTypes();
  const columns = result
    .deduplicatedColumnNames()
    .map((name, index) => `${quoted(name)} ${String(types[index])}`);
  await connection.run(`create table rows (${columns.join(", ")})`);
  const appender = await connection.createAppender("rows");
  let rows = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0 || rows >= max_rows) {
      appender.closeSync();
      const more = chunk !== null && chunk.rowCount > 0;
      return { rows: Math.min(rows, max_rows), truncated: more || rows > max_rows };
    }
    appender.appendDataChunk(chunk);
    rows += chunk.rowCount;
  }
}
