import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { expect, it } from "vitest";

import type { Row } from "../../src/contracts/ingest.ts";
import { batchOf, observation } from "./observations.ts";
import { rollupDifferences } from "./rollup-differences.ts";
import { lakeIn, OBSERVATIONS, rowsOf, temporaryFolder, temporaryLake } from "./temporary-lake.ts";

const fetched_at = new Date("2026-08-03T00:00:00Z");
const DERIVED = [
  "langfuse_traces",
  "llm_cost_hourly",
  "llm_cost_minutely",
  "llm_tool_calls",
  "llm_generations",
];

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

const lines = (all: Row[]) => all.map((row) => `${JSON.stringify(row)}\n`).join("");

/** Many rows of little else than a key: more than DuckDB looks at to find out what a file holds, and reads at once. */
const many = (from: number): Row[] =>
  Array.from({ length: 30_000 }, (_, number) => ({
    observation_id: `o-${from + number}`,
    started_at: new Date(Date.parse("2026-08-01T00:00:00Z") + (from + number) * 1_000).toISOString(),
  }));

/** As a lake writes it out, with columns that the next one adds by itself. */
const exported = (row: Row): Row => ({ connection: "other", ...row, synced_at: "2026-08-02 00:00:00" });

const load = (files: string[]) => ({ table: OBSERVATIONS, files, connection: "main", fetched_at });

function filesOf(...contents: string[]): string[] {
  const folder = temporaryFolder();
  return contents.map((content, number) => {
    const file = join(folder, `rows [${number}]'*.ndjson`);
    writeFileSync(file, content);
    return file;
  });
}

it("leaves the same as the same rows handed over: what is stored, what changed, every rollup", async () => {
  const [loaded, given] = [await temporaryLake(), await temporaryLake()];
  for (const version of ["first", "second"]) {
    // Of one key the last row counts, in files as in a batch.
    const both = rows(version);
    const [one = "", other = ""] = filesOf(lines(both.slice(0, 300)), lines(both.slice(300)));
    expect(await loaded.load(load([one, other]))).toEqual({ rows: 500 });
    expect(readFileSync(one, "utf8")).toBe(lines(both.slice(0, 300)));
    await given.ingest(batchOf(OBSERVATIONS, both, { fetched_at }));
  }
  for (const table of [OBSERVATIONS, ...DERIVED]) {
    const all = `select * from ${table} order by all`;
    expect(await rowsOf(loaded, all)).toEqual(await rowsOf(given, all));
  }
});

it("takes Parquet and packed NDJSON, rows that are there already among them", async () => {
  const [first, second] = [await temporaryLake(), await temporaryLake()];
  await first.ingest(batchOf(OBSERVATIONS, rows("first"), { fetched_at }));
  const folder = temporaryFolder();
  const { bytes } = await first.parquet(
    `select * from ${OBSERVATIONS} where started_at < '2026-08-01T04:00:00Z'`,
  );
  writeFileSync(join(folder, "some.parquet"), bytes);
  writeFileSync(join(folder, "all.ndjson.gz"), gzipSync(lines(rows("first").map(exported))));
  expect(await second.load(load([join(folder, "some.parquet")]))).toEqual({ rows: 217 });
  expect(await second.load(load([join(folder, "all.ndjson.gz")]))).toEqual({ rows: 500 });
  const all = `select * from ${OBSERVATIONS} order by all`;
  expect(await rowsOf(second, all)).toEqual(await rowsOf(first, all));
  expect(await rollupDifferences(second)).toEqual(Object.fromEntries(DERIVED.map((name) => [name, 0])));
});

it("knows what was loaded when the same keys are handed over later, and the other way round", async () => {
  const lake = await temporaryLake();
  const later = { fetched_at: new Date("2026-08-04T00:00:00Z") };
  await lake.ingest(batchOf(OBSERVATIONS, rows("first").slice(0, 100), { fetched_at }));
  expect(await lake.load(load(filesOf(lines(rows("second").slice(50, 200)))))).toEqual({ rows: 150 });
  const handed = rows("third").slice(150, 250);
  expect(await lake.ingest(batchOf(OBSERVATIONS, handed, later))).toEqual({
    inserted: 50,
    replaced: 33,
    unchanged: 17,
  });
  // What was fetched earlier than what is stored changes nothing.
  expect(await lake.load(load(filesOf(lines(rows("fourth").slice(150, 300)))))).toEqual({ rows: 150 });
  const [counted] = await rowsOf(
    lake,
    `select count(*) as n, count(*) filter (where output like '%third%') as third, count(*) filter (where output like '%fourth%') as fourth
    from ${OBSERVATIONS}`,
  );
  expect(counted).toEqual({ n: 300, third: 66, fourth: 34 });
  expect(await rollupDifferences(lake)).toEqual(Object.fromEntries(DERIVED.map((name) => [name, 0])));
});

it.each([
  ["a broken line", '{"observation_id": '],
  ["a key of no column", JSON.stringify({ ...rows("x")[0], cost: 1 })],
  ["a number that is none", JSON.stringify({ ...rows("x")[0], input_tokens: "many" })],
  ["a fraction of a token", JSON.stringify({ ...rows("x")[0], input_tokens: 1.5 })],
  ["no time", JSON.stringify({ ...rows("x")[0], started_at: null })],
])("leaves a file with %s to who reads it row by row, and stores nothing of it", async (_, line) => {
  const lake = await temporaryLake();
  const [file = ""] = filesOf(`${JSON.stringify(rows("good")[0])}\n${line}\n`);
  expect(await lake.load(load([file]))).toBeUndefined();
  expect(await rowsOf(lake, `select count(*) as n from ${OBSERVATIONS}`)).toEqual([{ n: 0 }]);
});

it.each([
  ["a key of no column", { observation_id: "late", started_at: "2026-08-01T00:00:00Z", cost: 1 }],
  ["no key", { observation_id: "", started_at: "2026-08-01T00:00:00Z" }],
])("stores nothing of several files when the last line of one has %s", async (_, row) => {
  const path = join(temporaryFolder(), "lake.duckdb");
  const lake = await lakeIn(path);
  const [good = "", bad = ""] = filesOf(lines(many(0)), lines([...many(30_000), row]));
  expect(await lake.load(load([good, bad, good]))).toBeUndefined();
  expect(
    await rowsOf(
      lake,
      `select (select count(*) from ${OBSERVATIONS}) + (select count(*) from llm_cost_hourly) as n`,
    ),
  ).toEqual([{ n: 0 }]);
  expect(await lake.load(load([good, good]))).toEqual({ rows: 60_000 });
  expect(await rowsOf(lake, `select count(*) as n from ${OBSERVATIONS}`)).toEqual([{ n: 30_000 }]);
  expect(existsSync(`${path}.tmp/import`)).toBe(false);
});

it("lets no statement read the files that are being loaded", async () => {
  const path = join(temporaryFolder(), "lake.duckdb");
  const lake = await lakeIn(path);
  const [file = ""] = filesOf(lines(many(0)));
  const loading = lake.load(load([file]));
  const asked = [
    `'${path}.tmp/import/0.ndjson'`,
    `read_text('${path}.tmp/import/0.ndjson')`,
    `glob('${path}.tmp/**')`,
  ];
  let refused = 0;
  for (let done = false; !done;) {
    for (const from of asked) {
      await expect(lake.ask(`select * from ${from}`)).rejects.toMatchObject({
        code: expect.stringMatching(/^(invalid|not_found)$/) as string,
      });
      refused += 1;
    }
    done = await Promise.race([
      loading.then(() => true),
      new Promise<boolean>((next) => setTimeout(next, 5, false)),
    ]);
  }
  expect(refused).toBeGreaterThan(0);
  await expect(loading).resolves.toEqual({ rows: 30_000 });
});
