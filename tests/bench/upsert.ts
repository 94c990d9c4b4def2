/** 10,000 rows that changed, put in the place of stored ones: in a tenth of the lake and in the whole of it. */
import { join } from "node:path";

import { batchOf } from "../lake/observations.ts";
import type { BenchOptions } from "./measure/options.ts";
import { inTurns, line, ratios, timed, type Sample } from "./measure/figures.ts";
import { benchFolder, fillLake, openBenchLake } from "./world/lake-file.ts";
import { observationRows } from "./world/rows.ts";
import { END } from "./world/shape.ts";

const BATCH = 10_000;
const ROUNDS = 9;

export async function run({ rows }: BenchOptions): Promise<void> {
  const folder = benchFolder();
  const small = await lakeOf(folder, rows / 10);
  const large = await lakeOf(folder, rows);
  const samples = await inTurns(ROUNDS, { small: small.upsert, large: large.upsert });
  for (const [present, { first }] of [[rows / 10, small] as const, [rows, large] as const]) {
    line(`first 10,000 of a process into ${present.toLocaleString("en")}, wall`, [first.ms], "ms");
    line(`first 10,000 of a process into ${present.toLocaleString("en")}, CPU`, [first.cpu_ms], "ms");
  }
  show(rows / 10, samples.small);
  show(rows, samples.large);
  ratios("whole to a tenth", samples.large, samples.small);
  await small.close();
  await large.close();
}

function show(present: number, all: Sample[]): void {
  const name = `10,000 into ${present.toLocaleString("en")}`;
  line(
    `${name}, wall`,
    all.map(({ ms }) => ms),
    "ms",
  );
  line(
    `${name}, CPU`,
    all.map(({ cpu_ms }) => cpu_ms),
    "ms",
  );
}

async function lakeOf(folder: string, present: number) {
  const path = join(folder, `lake-${present}.duckdb`);
  await fillLake(path, present);
  const lake = await openBenchLake(path);
  const upsert = (round: number): Promise<Sample> => {
    const first = Math.floor((present * 3) / 4) - round * BATCH;
    const rows = observationRows(first, BATCH, present, ` or so, says ${round}`);
    const fetched_at = new Date(END.getTime() + 60_000);
    return timed(() => lake.ingest(batchOf("langfuse_observations", rows, { state: "running", fetched_at })));
  };
  const first = await upsert(ROUNDS);
  return { first, upsert, close: () => lake.close() };
}
