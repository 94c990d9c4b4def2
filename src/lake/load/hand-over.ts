import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";

import type { Batch } from "../../contracts/ingest.ts";
import type { Window } from "../../contracts/table.ts";
import type { Columns } from "../ingest/columns-of-rows.ts";
import { narrowed } from "../ingest/narrowed.ts";
import type { FactTable } from "../schema.ts";
import { quoted } from "../sql-text.ts";

export type FilesToLoad = {
  table: string;
  /** NDJSON, or Parquet when all names end so; absolute paths. */
  files: string[];
  connection: string;
  fetched_at: Date;
};

/** What was read into the table `loaded` of a connection. */
export type Read = { rows: number; slice: Window };

/** Rows of one transaction: a whole row group, which DuckDB writes to the file at once instead of to its log. */
const CHUNKS = 60;

/** Hands the rows that were read to the lake, a group after the other. */
export async function handOver(
  connection: DuckDBConnection,
  table: FactTable,
  { connection: name, fetched_at }: FilesToLoad,
  { rows, slice }: Read,
  ingest: (batch: Batch, columns: Columns[]) => Promise<unknown>,
): Promise<void> {
  const batch = {
    connection: name,
    table: table.name,
    rows: {},
    slice,
    api: "import",
    rejected: 0,
    error: null,
    fetched_at,
  };
  const columns = table.columns.map(({ name: column }) => quoted(column)).join(", ");
  // In the order of the files: of several rows with one key the last stays.
  const result = await connection.stream(`select ${columns} from loaded`);
  let done = 0;
  let under_way: Promise<unknown> | undefined;
  for (let chunks = await nextChunks(result); chunks.length > 0; chunks = await nextChunks(result)) {
    done += chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
    // The next rows are read while these are written.
    await under_way;
    const given = columnsOf(table, chunks, slice);
    under_way = ingest({ ...batch, state: done === rows ? "complete" : "running" }, [given]);
    under_way.catch(() => undefined);
  }
  await under_way;
}

async function nextChunks(result: {
  fetchChunk: () => Promise<DuckDBDataChunk | null>;
}): Promise<DuckDBDataChunk[]> {
  const chunks: DuckDBDataChunk[] = [];
  while (chunks.length < CHUNKS) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    chunks.push(chunk);
  }
  return chunks;
}

function columnsOf(table: FactTable, chunks: DuckDBDataChunk[], { from, to }: Window): Columns {
  return {
    table,
    rows: chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0),
    distinct: false,
    chunks,
    probes: chunks.map((chunk) => narrowed(table, chunk)),
    refused: 0,
    span: { low: BigInt(from.getTime()) * 1_000n, high: BigInt(to.getTime()) * 1_000n },
    odd: new Map(),
  };
}
