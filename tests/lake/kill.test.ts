import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { expect, it } from "vitest";

import { ROWS, watermarkOf } from "./numbered-batch.ts";
import { lakeIn, OBSERVATIONS, rowsOf, temporaryFolder } from "./temporary-lake.ts";

/** Lets the child ingest a few batches, ends it hard some moment later, and answers the last one it said is stored. */
async function ingestAndKill(path: string, first: number): Promise<number> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "tests/lake/ingest-until-killed.ts", path, String(first)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const enough = first + Math.floor(Math.random() * 6);
  let stored = first - 1;
  const ended = new Promise((resolve) => child.once("close", resolve));
  for await (const line of createInterface(child.stdout)) {
    stored = Math.max(stored, Number(line));
    if (stored >= enough) setTimeout(() => child.kill("SIGKILL"), Math.random() * 150);
  }
  await ended;
  return stored;
}

it("holds each batch whole or not at all after kill -9 at any moment", async () => {
  const path = join(temporaryFolder(), "lake.duckdb");
  let next = 0;
  for (let round = 0; round < 6; round += 1) {
    const acknowledged = await ingestAndKill(path, next);
    const lake = await lakeIn(path);
    expect(lake.quarantined).toBeUndefined();

    const [state] = await rowsOf(
      lake,
      `select max(input_tokens) filter (where observation_id = 'counter') as newest, count(*) as rows,
          count(*) filter (where observation_id = 'counter') as counters
      from ${OBSERVATIONS}`,
    );
    const batches = state?.["newest"] === null ? 0 : Number(state?.["newest"]) + 1;
    expect(batches).toBeGreaterThanOrEqual(acknowledged + 1);
    expect(state).toMatchObject({
      rows: batches * ROWS + Math.min(batches, 1),
      counters: Math.min(batches, 1),
    });

    const [rollups] = await rowsOf(
      lake,
      `select (select sum(observations) from llm_cost_hourly) as hourly, (select sum(generations) from llm_cost_minutely) as minutely,
          (select sum(observations) from langfuse_traces) as traces, (select count(*) from langfuse_traces) as trace_count,
          (select count(*) from sentinel_coverage) as slices, (select max(watermark_at) from sentinel_watermarks) as watermark`,
    );
    const rows = batches === 0 ? null : batches * ROWS + 1;
    expect(rollups).toEqual({
      hourly: rows,
      minutely: rows,
      traces: rows,
      trace_count: batches + Math.min(batches, 1),
      slices: batches,
      watermark: batches === 0 ? null : watermarkOf(batches - 1).toISOString(),
    });
    await lake.close();
    next = batches;
  }
  expect(next).toBeGreaterThan(0);
});
