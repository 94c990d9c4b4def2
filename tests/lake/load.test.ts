import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import type { Row } from "../../src/contracts/ingest.ts";
import { batchOf, observation } from "./observations.ts";
import { OBSERVATIONS, rowsOf, temporaryFolder, temporaryLake } from "./temporary-lake.ts";

const fetched_at = new Date("2026-08-03T00:00:00Z");

const rows = (version: string): Row[] =>
  Array.from({ length: 500 }, (_, number) =>
    observation({
      observation_id: `o-${number % 480}`,
      trace_id: `t-${number % 37}`,
      started_at: new Date(Date.parse("2026-08-01T00:00:00Z") + number * 61_007).toISOString(),
      output: number % 3 === 0 ? null : `größer, ${version} ${number} ${"and more ".repeat(number % 9)}`,
      cost_usd: number % 4 === 0 ? null : (number / 1e7).toFixed(10),
      latency_ms: number / 7,
      tags: number % 5 === 0 ? [] : ["a", `tag of more than twelve bytes ${number}`],
      metadata: number % 6 === 0 ? `{"n":${number}}` : null,
      level: number % 11 === 0 ? "ERROR" : "DEFAULT",
    }),
  );

it("leaves the same as the same rows handed over: what is stored, what changed, every rollup", async () => {
  const folder = temporaryFolder();
  const [loaded, given] = [await temporaryLake(), await temporaryLake()];
  const versions = ["first", "second"];
  for (const version of versions) {
    const file = join(folder, `${version}.ndjson`);
    // Of one key the last row counts, in a file as in a batch.
    writeFileSync(
      file,
      rows(version)
        .map((row) => JSON.stringify(row))
        .join("\n"),
    );
    const load = { table: OBSERVATIONS, files: [file], connection: "main", fetched_at };
    expect(await loaded.load(load)).toEqual({ rows: 500 });
    await given.ingest(batchOf(OBSERVATIONS, rows(version), { fetched_at }));
  }
  for (const table of [OBSERVATIONS, "langfuse_traces", "llm_cost_hourly", "llm_cost_minutely"]) {
    const all = `select * from ${table} order by all`;
    expect(await rowsOf(loaded, all)).toEqual(await rowsOf(given, all));
  }
});

it.each([
  ["a broken line", '{"observation_id": '],
  ["a key of no column", JSON.stringify({ ...rows("x")[0], cost: 1 })],
  ["a number that is none", JSON.stringify({ ...rows("x")[0], input_tokens: "many" })],
  ["a fraction of a token", JSON.stringify({ ...rows("x")[0], input_tokens: 1.5 })],
  ["no time", JSON.stringify({ ...rows("x")[0], started_at: null })],
])("leaves a file with %s to who reads it row by row, and stores nothing of it", async (_, line) => {
  const lake = await temporaryLake();
  const file = join(temporaryFolder(), "rows.ndjson");
  writeFileSync(file, `${JSON.stringify(rows("good")[0])}\n${line}\n`);
  expect(
    await lake.load({ table: OBSERVATIONS, files: [file], connection: "main", fetched_at }),
  ).toBeUndefined();
  expect(await rowsOf(lake, `select count(*) as n from ${OBSERVATIONS}`)).toEqual([{ n: 0 }]);
});
