/** How much memory a sync takes that brings so many rows, in pages of 1,000 with eight under way. */
import { join } from "node:path";

import { batchOf } from "../lake/observations.ts";
import type { BenchOptions } from "./measure/options.ts";
import { benchFolder, openBenchLake } from "./world/lake-file.ts";
import { observationRows } from "./world/rows.ts";
import { END } from "./world/shape.ts";

const PAGE = 1_000;
const UNDER_WAY = 8;

export async function run({ rows }: BenchOptions): Promise<void> {
  const lake = await openBenchLake(join(benchFolder(), "lake.duckdb"));
  let next = 0;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
  const pages = async () => {
    while (next < rows) {
      const first = next;
      next += PAGE;
      const page = observationRows(first, Math.min(PAGE, rows - first), rows);
      await lake.ingest(batchOf("langfuse_observations", page, { state: "running", fetched_at: END }));
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: UNDER_WAY }, pages));
  clearInterval(watch);
  const seconds = (performance.now() - began) / 1_000;
  await lake.close();
  process.stdout.write(
    `  ${rows.toLocaleString("en")} rows in ${seconds.toFixed(1)} s, at most ${Math.round(most / 2 ** 20)} MiB resident\n`,
  );
}
