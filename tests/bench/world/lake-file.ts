import { constants, copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";

import { sources } from "../../../sources/index.ts";
import { openLake, type Lake } from "../../../src/lake/open.ts";
import { observationsSql } from "./fill.ts";
import { otherTables } from "./fill-others.ts";
import { END } from "./shape.ts";

const tables = sources.flatMap((source) => source.tables);

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder for one run of a benchmark, gone when the process ends. */
export function benchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-bench-"));
  folders.push(folder);
  return folder;
}

export const openBenchLake = (path: string): Promise<Lake> => openLake({ path, tables, now: () => END });

/**
 * Makes a lake of so many observations with errors, commits and rollups. Ten million take minutes: with a folder in BENCH_LAKES each
 * size is made once, kept there and copied.
 */
export async function fillLake(path: string, rows: number): Promise<void> {
  const folder = process.env["BENCH_LAKES"];
  if (folder === undefined) return makeLake(path, rows);
  const kept = join(folder, `lake-${rows}.duckdb`);
  if (!existsSync(kept)) {
    await makeLake(`${kept}.part`, rows);
    renameSync(`${kept}.part`, kept);
  }
  copyFileSync(kept, path, constants.COPYFILE_FICLONE);
}

/** DuckDB makes the rows itself: handed over by JavaScript they would take far longer. */
async function makeLake(path: string, rows: number): Promise<void> {
  await (await openBenchLake(path)).close();
  const instance = await DuckDBInstance.create(path, { memory_limit: "4GB", threads: "2" });
  const connection = await instance.connect();
  for (const sql of [observationsSql(rows), ...otherTables(rows)]) await connection.run(sql);
  // Rollups whose definition is not known are computed anew when the lake is opened.
  await connection.run("delete from sentinel_internal.definitions");
  await connection.run("checkpoint");
  connection.disconnectSync();
  instance.closeSync();
  await (await openBenchLake(path)).close();
}
