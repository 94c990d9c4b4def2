/** Backfill of rows from NDJSON and Parquet, beside a bare `INSERT ... SELECT` of the same file into a table of its own. */
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";

import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import { factTable } from "../../src/lake/schema.ts";
import type { BenchOptions } from "./measure/options.ts";
import { inTurns, line, ratios, timed } from "./measure/figures.ts";
import { benchFolder, fillLake, openBenchLake } from "./world/lake-file.ts";
import { END } from "./world/shape.ts";

const ROUNDS = 3;
const table = factTable(langfuseObservations);

export async function run({ rows }: BenchOptions): Promise<void> {
  const folder = benchFolder();
  await fillLake(join(folder, "made.duckdb"), rows);
  const instance = await DuckDBInstance.create(join(folder, "made.duckdb"), {
    threads: "2",
    memory_limit: "2GB",
  });
  const connection = await instance.connect();
  const files = { parquet: join(folder, "rows.parquet"), ndjson: join(folder, "rows.ndjson") };
  for (const [format, file] of Object.entries(files)) {
    const as = format === "parquet" ? "parquet" : "json";
    await connection.run(
      `copy (select * exclude (synced_at) from langfuse_observations) to '${file}' (format ${as})`,
    );
  }
  connection.disconnectSync();
  instance.closeSync();
  for (const [format, file] of Object.entries(files)) {
    const samples = await inTurns(ROUNDS, {
      bare: (round) => bare(join(folder, `bare-${format}-${round}.duckdb`), format, file),
      load: (round) => load(join(folder, `lake-${format}-${round}.duckdb`), file, rows),
    });
    line(
      `${format}, bare INSERT ... SELECT`,
      samples.bare.map(({ ms }) => (rows * 1_000) / ms),
      "rows/s",
    );
    line(
      `${format}, import --as row`,
      samples.load.map(({ ms }) => (rows * 1_000) / ms),
      "rows/s",
    );
    ratios(`${format}, bare to import (speed kept)`, samples.bare, samples.load);
  }
}

async function bare(path: string, format: string, file: string) {
  const instance = await DuckDBInstance.create(path, { threads: "2", memory_limit: "2GB" });
  const connection = await instance.connect();
  const own = table.columns.slice(1, -1);
  await connection.run(
    `create table t (${table.columns.map(({ name, type }) => `"${name}" ${type}`).join(", ")})`,
  );
  const columns = own.map(({ name, type }) => `'${name}': '${type}'`).join(", ");
  const source =
    format === "parquet"
      ? `read_parquet('${file}')`
      : `read_json('${file}', format = 'newline_delimited', columns = {${columns}})`;
  const names = own.map(({ name }) => `"${name}"`).join(", ");
  const sample = await timed(async () => {
    await connection.run(`insert into t select 'main', ${names}, now()::timestamp from ${source}`);
    await connection.run("checkpoint");
  });
  connection.disconnectSync();
  instance.closeSync();
  return sample;
}

async function load(path: string, file: string, rows: number) {
  const lake = await openBenchLake(path);
  const sample = await timed(async () => {
    const loaded = await lake.load({ table: table.name, files: [file], connection: "main", fetched_at: END });
    if (loaded?.rows !== rows) throw new Error(`${file}: ${loaded?.rows} of ${rows} rows were taken`);
    await lake.close();
  });
  return sample;
}
