/**
 * How fast batches are merged: `npx tsx tests/bench/ingest.ts [rows already there]`. Prints rows per second of new rows,
 * of rows that are there and equal, and of rows that changed, beside a bare append of the same rows.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";

import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import type { Row } from "../../src/contracts/ingest.ts";
import { columnsOfRows, numberChunks } from "../../src/lake/ingest/columns-of-rows.ts";
import { openLake, type Lake } from "../../src/lake/open.ts";
import { factTable } from "../../src/lake/schema.ts";
import { batchOf, observation } from "../lake/observations.ts";

const TABLE = langfuseObservations.name;
const START = Date.parse("2026-07-01T00:00:00Z");
const BATCH = 10_000;
const ROUNDS = 10;
const present = Number(process.argv[2] ?? 1_000_000);

function rowsFrom(first: number, count: number, output = "ok"): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const number = first + index;
    const trace = Math.floor(number / 20);
    return observation({
      observation_id: (number * 2_654_435_761).toString(16).padStart(16, "0"),
      trace_id: `trace-${trace}`,
      trace_name: `agent-${trace % 12}`,
      started_at: new Date(START + number * 2_000).toISOString(),
      ended_at: new Date(START + number * 2_000 + 1_500).toISOString(),
      input: `{"messages":[{"role":"user","content":"${"question ".repeat(30)}${number}"}]}`,
      output: `{"content":"${"answer ".repeat(20)}${output}${number}"}`,
      metadata: '{"run":"bench"}',
    });
  });
}

async function rate(rows: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round((rows / (performance.now() - began)) * 1_000);
}

const ingest = (lake: Lake, rows: Row[], minute: number) =>
  lake.ingest(batchOf(TABLE, rows, { state: "running", fetched_at: new Date(START + minute * 60_000) }));

async function bareAppend(folder: string, rows: Row[]): Promise<number> {
  const table = factTable(langfuseObservations);
  const instance = await DuckDBInstance.create(join(folder, "bare.duckdb"));
  const connection = await instance.connect();
  await connection.run(
    `create table t (batch integer, ${table.columns.map(({ name, type }) => `"${name}" ${type}`).join(", ")})`,
  );
  const result = await rate(rows.length, async () => {
    for (let from = 0; from < rows.length; from += BATCH) {
      const columns = columnsOfRows(table, rows.slice(from, from + BATCH), "main", new Date());
      const appender = await connection.createAppender("t");
      for (const chunk of numberChunks(columns, 0)) appender.appendDataChunk(chunk);
      appender.closeSync();
    }
  });
  connection.disconnectSync();
  instance.closeSync();
  return result;
}

const folder = mkdtempSync(join(tmpdir(), "sentinel-bench-"));
const lake = await openLake({
  path: join(folder, "lake.duckdb"),
  tables: [langfuseObservations],
  now: () => new Date(),
});
const figures: Record<string, number> = {};

figures["fill, 4 batches under way"] = await rate(present, async () => {
  for (let from = 0; from < present; from += BATCH * 4) {
    const parts = [0, 1, 2, 3].map((part) => from + part * BATCH).filter((first) => first < present);
    await Promise.all(
      parts.map((first) => ingest(lake, rowsFrom(first, Math.min(BATCH, present - first)), 0)),
    );
  }
});
const fresh = Array.from({ length: ROUNDS }, (_, round) => rowsFrom(present + round * BATCH, BATCH));
const measure = async (name: string, batches: Row[][], minute: number) => {
  const rows = batches.reduce((sum, batch) => sum + batch.length, 0);
  figures[name] = await rate(rows, async () => {
    for (const batch of batches) await ingest(lake, batch, minute);
  });
};
await measure("new rows, one batch after the other", fresh, 1);
await measure("rows that are there and equal", fresh, 2);
await measure(
  "rows that changed",
  Array.from({ length: ROUNDS }, (_, round) => rowsFrom(present + round * BATCH, BATCH, "changed ")),
  3,
);
figures["pages of 200 new rows, 8 under way"] = await rate(20_000, async () => {
  const pages = Array.from({ length: 100 }, (_, page) => rowsFrom(present + 200_000 + page * 200, 200));
  for (let from = 0; from < pages.length; from += 8) {
    await Promise.all(pages.slice(from, from + 8).map((page) => ingest(lake, page, 4)));
  }
});
await lake.close();
figures["bare append"] = await bareAppend(folder, fresh.flat());
rmSync(folder, { recursive: true });

const bare = figures["bare append"];
for (const [name, rows] of Object.entries(figures)) {
  process.stdout.write(
    `${name.padEnd(40)} ${String(rows).padStart(9)} rows/s   ${(rows / bare).toFixed(2)} of a bare append\n`,
  );
}
