/**
 * Letting go of all but three days of a lake while pages of 1,000 rows keep coming and questions are asked: how long each
 * of them waits, beside the same without it, and what the file keeps of what went.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import type { Lake } from "../../src/lake/open.ts";
import { batchOf } from "../lake/observations.ts";
import { line, quantile, timed } from "./measure/figures.ts";
import type { BenchOptions } from "./measure/options.ts";
import { benchFolder, fillLake, openBenchLake } from "./world/lake-file.ts";
import { observationRows } from "./world/rows.ts";
import { END } from "./world/shape.ts";

const { name: TABLE } = langfuseObservations;
const PAGE = 1_000;
const KEPT_DAYS = 3;

export async function run({ rows: present }: BenchOptions): Promise<void> {
  const path = join(benchFolder(), "lake.duckdb");
  await fillLake(path, present);
  const lake = await openBenchLake(path);
  let next = present;
  const page = () => {
    next += PAGE;
    const rows = observationRows(next - PAGE, PAGE, present);
    return lake.ingest(batchOf(TABLE, rows, { state: "running", fetched_at: END }));
  };
  const question = () =>
    lake.ask("select agent, sum(cost_usd) from llm_cost_hourly where hour >= '2026-06-30' group by agent");
  await page();
  const before = statSync(path).size;

  await beside(pause(5_000), { page, question }, "alone");
  let deleted = 0;
  const retained = timed(async () => {
    deleted = (await lake.retain({ [TABLE]: KEPT_DAYS }, END))[TABLE] ?? 0;
  });
  await beside(retained, { page, question }, "meanwhile");
  const { ms, cpu_ms } = await retained;
  line(`${deleted.toLocaleString("en")} rows let go, wall`, [ms], "ms");
  line(`${deleted.toLocaleString("en")} rows let go, CPU`, [cpu_ms], "ms");
  await lake.close();
  line(
    "file before and after",
    [before, statSync(path).size].map((bytes) => bytes / 2 ** 20),
    "MiB",
  );
}

type Works = Record<string, () => ReturnType<Lake["ingest" | "ask"]>>;

/** Does each work again and again until `done`, and says how long they took. */
async function beside(done: Promise<unknown>, works: Works, when: string): Promise<void> {
  const ended = new AbortController();
  const end = done.finally(() => ended.abort());
  const waits = await Promise.all(
    Object.entries(works).map(async ([name, work]) => {
      const all: number[] = [];
      while (!ended.signal.aborted) {
        all.push((await timed(work)).ms);
        await pause(20);
      }
      return [name, all] as const;
    }),
  );
  await end;
  for (const [name, all] of waits) {
    line(`${name} ${when}`, all, "ms", `longest ${Math.round(quantile(all, 1)).toLocaleString("en")} ms`);
  }
}
