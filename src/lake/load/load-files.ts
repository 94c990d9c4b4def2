import { tmpdir } from "node:os";
import { join } from "node:path";

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

import type { Batch } from "../../contracts/ingest.ts";
import type { Columns } from "../ingest/columns-of-rows.ts";
import type { FactTable } from "../schema.ts";
import { literal, quoted } from "../sql-text.ts";
import { handOver, type FilesToLoad, type Read } from "./hand-over.ts";
import {
  converted,
  doubt,
  ndjsonSql,
  onlyColumnsSql,
  ownColumns,
  parquetHasOnlyColumns,
  parquetSql,
} from "./reading.ts";

/** Rows read; the ledger has them as one span from the first to the last. */
export type Loaded = { rows: number };

/**
 * Reads files of rows in the lake's own columns by DuckDB itself and hands them to `ingest`. Answers undefined, with nothing
 * handed over, when a row leaves doubt: who reads row by row can say which and why. An instance of its own reads the
 * files, since the lake's may not touch any.
 */
export async function loadFiles(
  table: FactTable,
  given: FilesToLoad,
  ingest: (batch: Batch, columns: Columns[]) => Promise<unknown>,
): Promise<Loaded | undefined> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: "1GB",
    threads: "2",
    temp_directory: join(tmpdir(), `sentinel-import-${process.pid}`),
  });
  const connection = await instance.connect();
  try {
    const read = await readWhole(connection, table, given);
    if (read === undefined || read.rows === 0) return undefined;
    await handOver(connection, table, given, read, ingest);
    return { rows: read.rows };
  } finally {
    connection.disconnectSync();
    instance.closeSync();
  }
}

async function readWhole(
  connection: DuckDBConnection,
  table: FactTable,
  { files, connection: name, fetched_at }: FilesToLoad,
): Promise<Read | undefined> {
  const paths = `[${files.map(literal).join(", ")}]`;
  try {
    const source = await sourceSql(connection, table, files, paths);
    if (source === undefined) return undefined;
    const own = ownColumns(table).map((column) => `${converted(column)} as ${quoted(column.name)}`);
    await connection.run(`
      create temp table loaded as
      select ${literal(name)} as connection, ${own.join(", ")},
          timestamp ${literal(fetched_at.toISOString())} as synced_at, ${doubt(table)} as _doubt
      from (${source})`);
  } catch {
    // A broken line, a value that is no list: reading row by row tells which.
    return undefined;
  }
  const time = quoted(table.time);
  const [counted] = (
    await connection.runAndReadAll(`
      select count(*)::double as rows, count(*) filter (where _doubt)::double as doubts,
          epoch_ms(min(${time}))::double as low, epoch_ms(max(${time}))::double as high
      from loaded`)
  ).getRowObjectsJS() as { rows: number; doubts: number; low: number; high: number }[];
  if (counted === undefined || counted.doubts > 0) return undefined;
  return { rows: counted.rows, slice: { from: new Date(counted.low), to: new Date(counted.high + 1) } };
}

async function sourceSql(
  connection: DuckDBConnection,
  table: FactTable,
  files: string[],
  paths: string,
): Promise<string | undefined> {
  const [one] = files;
  if (one?.endsWith(".parquet") !== true) {
    const [checked] = (await connection.runAndReadAll(onlyColumnsSql(table, paths))).getRowObjectsJS();
    return checked?.["good"] === true ? ndjsonSql(table, paths) : undefined;
  }
  const described = await connection.runAndReadAll(
    `describe select * from read_parquet(${paths}, union_by_name = true)`,
  );
  const present = new Map(
    (described.getRowObjectsJS() as { column_name: string; column_type: string }[]).map(
      ({ column_name, column_type }) => [column_name, column_type],
    ),
  );
  return parquetHasOnlyColumns(table, present.keys()) ? parquetSql(table, paths, present) : undefined;
}
