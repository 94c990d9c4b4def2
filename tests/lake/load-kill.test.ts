import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { expect, it } from "vitest";

import { observation } from "./observations.ts";
import { rollupDifferences } from "./rollup-differences.ts";
import { lakeIn, OBSERVATIONS, rowsOf, temporaryFolder } from "./temporary-lake.ts";

const ROWS = 40_000;

/** Lets a child load the file, ends it hard `wait_ms` after it began, and answers whether it had said that all is stored. */
async function loadAndKill(path: string, file: string, wait_ms: number): Promise<boolean> {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/lake/load-until-killed.ts", path, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  let done = false;
  for await (const line of createInterface(child.stdout)) {
    if (line === "begun") setTimeout(() => child.kill("SIGKILL"), wait_ms);
    done ||= line === "done";
  }
  await ended;
  return done;
}

it("holds all of a file or nothing of it after kill -9 at any moment, and takes it when it is given again", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "rows.ndjson");
  const lines = Array.from({ length: ROWS }, (_, number) =>
    JSON.stringify(
      observation({
        observation_id: `o-${number}`,
        trace_id: `t-${number % 500}`,
        started_at: new Date(Date.parse("2026-08-01T00:00:00Z") + number * 1_000).toISOString(),
        output: "and more ".repeat(number % 20),
      }),
    ),
  );
  writeFileSync(file, lines.join("\n"));
  for (const wait_ms of [150, 600]) {
    const path = join(folder, `lake-${wait_ms}.duckdb`);
    const done = await loadAndKill(path, file, wait_ms);
    const lake = await lakeIn(path);
    const count = async () => (await rowsOf(lake, `select count(*) as n from ${OBSERVATIONS}`))[0]?.["n"];
    const stored = await count();
    expect(done ? [ROWS] : [0, ROWS]).toContain(stored);
    const same = {
      langfuse_traces: 0,
      llm_cost_hourly: 0,
      llm_cost_minutely: 0,
      llm_tool_calls: 0,
      llm_generations: 0,
    };
    expect(await rollupDifferences(lake)).toMatchObject(same);
    expect(await lake.coverage(OBSERVATIONS)).toHaveLength(stored === 0 ? 0 : 1);
    const fetched_at = new Date("2026-08-04T00:00:00Z");
    await lake.load({ table: OBSERVATIONS, files: [file], connection: "main", fetched_at });
    expect(await count()).toBe(ROWS);
    expect(await rollupDifferences(lake)).toMatchObject(same);
    await lake.close();
  }
});
