/**
 * Batches of 10,000 rows, as JavaScript objects, merged into a lake with rollups, beside a bare append of the same rows: the
 * same columns appended to a table of a file of its own, and the same by the documented appender of @duckdb/node-api.
 */
import { join } from "node:path";

import { DuckDBInstance, DuckDBListValue, DuckDBTimestampValue, type DuckDBValue } from "@duckdb/node-api";

import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import type { Row } from "../../src/contracts/ingest.ts";
import { columnsOfRows, STAGED_TYPES } from "../../src/lake/ingest/columns-of-rows.ts";
import { factTable } from "../../src/lake/schema.ts";
import { batchOf } from "../lake/observations.ts";
import type { BenchOptions } from "./measure/options.ts";
import { inTurns, line, ratios, timed, type Sample } from "./measure/figures.ts";
import { benchFolder, fillLake, openBenchLake } from "./world/lake-file.ts";
import { observationRows } from "./world/rows.ts";
import { END } from "./world/shape.ts";

const BATCH = 10_000;
/** Batches of a measurement, and how many of them are under way at any time: a sync has several pages under way. */
const BATCHES = 8;
const UNDER_WAY = 4;
const ROUNDS = 7;
const table = factTable(langfuseObservations);

export async function run({ rows: present }: BenchOptions): Promise<void> {
  const folder = benchFolder();
  const path = join(folder, "lake.duckdb");
  process.stdout.write("  making the lake\n");
  await fillLake(path, present);
  const lake = await openBenchLake(path);
  const bare = await openBare(folder);

  let next = present;
  const fresh = (): Row[][] =>
    Array.from({ length: BATCHES }, () => {
      next += BATCH;
      return observationRows(next - BATCH, BATCH, present);
    });
  const ingestOne = (rows: Row[], minute: number) =>
    lake.ingest(
      batchOf(table.name, rows, { state: "running", fetched_at: new Date(END.getTime() + minute * 60_000) }),
    );
  const ingest = (batches: Row[][], minute: number) =>
    timed(() => underWay(batches, (rows) => ingestOne(rows, minute)));
  const first = await ingest(fresh(), 0);
  line("first batches of a process", [first.ms], "ms");
  // All of a round works on the same rows; what is measured does not include making them.
  const batches = Array.from({ length: ROUNDS }, fresh);
  const of = (round: number) => batches[round] ?? [];
  const samples = await inTurns(ROUNDS, {
    plain: (round) => timed(() => bare.plain(of(round))),
    bare: (round) => timed(() => bare.append(of(round))),
    merged: (round) => ingest(of(round), 1),
    equal: (round) => ingest(of(round), 2),
  });
  rate("new rows merged, with rollups", samples.merged);
  rate("rows that are there and equal", samples.equal);
  rate("bare append of the same rows", samples.bare);
  rate("bare append by @duckdb/node-api's own appender", samples.plain);
  ratios("new rows merged to bare append", samples.merged, samples.bare);
  ratios("new rows merged to node-api's appender", samples.merged, samples.plain);
  await lake.close();
  await bare.close();
}

function rate(name: string, all: Sample[]): void {
  line(
    name,
    all.map(({ ms }) => (BATCHES * BATCH * 1_000) / ms),
    "rows/s",
  );
  line(
    `${name}, CPU of 10,000 rows`,
    all.map(({ cpu_ms }) => cpu_ms / BATCHES),
    "ms",
  );
}

/** Does the work for each, so many at a time. */
async function underWay(batches: Row[][], work: (rows: Row[]) => Promise<unknown>): Promise<void> {
  const waiting = [...batches];
  const one = async () => {
    for (let rows = waiting.shift(); rows !== undefined; rows = waiting.shift()) await work(rows);
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, one));
}

async function openBare(folder: string) {
  const instance = await DuckDBInstance.create(join(folder, "bare.duckdb"), {
    threads: "2",
    memory_limit: "2GB",
  });
  const connection = await instance.connect();
  const columns = table.columns.map(({ name, type }) => `"${name}" ${type}`).join(", ");
  for (const name of ["bare", "plain"]) await connection.run(`create table ${name} (${columns})`);
  return {
    async append(batches: Row[][]) {
      for (const rows of batches) {
        const appender = await connection.createAppender("bare");
        for (const chunk of columnsOfRows(table, rows, "main", END).chunks) appender.appendDataChunk(chunk);
        appender.closeSync();
      }
    },
    async plain(batches: Row[][]) {
      for (const rows of batches) {
        const appender = await connection.createAppender("plain");
        for (const row of rows) {
          table.columns.forEach(({ name, type }) => {
            const value =
              name === "connection" ? "main" : name === "synced_at" ? END.toISOString() : row[name];
            if (value === null || value === undefined) appender.appendNull();
            else if (type === "DECIMAL(18,10)") appender.appendVarchar(value as string);
            else appender.appendValue(plainValue(type, value), STAGED_TYPES[type]);
          });
          appender.endRow();
        }
        appender.closeSync();
      }
    },
    async close() {
      connection.disconnectSync();
      instance.closeSync();
    },
  };
}

function plainValue(type: string, value: unknown): DuckDBValue {
  if (type === "BIGINT") return BigInt(value as number);
  if (type === "TIMESTAMP") return new DuckDBTimestampValue(BigInt(Date.parse(value as string)) * 1_000n);
  return Array.isArray(value) ? new DuckDBListValue(value) : (value as DuckDBValue);
}
