/** A full tick of the detectors, and the questions that a person waits for, in a tenth of the lake and in the whole of it. */
import { join } from "node:path";

import { detectors } from "../../detectors/index.ts";
import type { Params } from "../../src/contracts/query.ts";
import { detect } from "../../src/detect/run.ts";
import type { Lake } from "../../src/lake/open.ts";
import { loadLibrary } from "../../src/queries/library.ts";
import { runQuery } from "../../src/queries/run.ts";
import { packageRoot } from "../../src/root.ts";
import type { BenchOptions } from "./measure/options.ts";
import { inTurns, line, ratios, timed } from "./measure/figures.ts";
import { benchFolder, fillLake, openBenchLake } from "./world/lake-file.ts";
import { END, startOf } from "./world/shape.ts";

const ROUNDS = 7;
const library = loadLibrary(packageRoot());

export async function run({ rows }: BenchOptions): Promise<void> {
  const folder = benchFolder();
  const lakes = await Promise.all(
    [rows / 10, rows].map(async (present) => {
      const path = join(folder, `lake-${present}.duckdb`);
      await fillLake(path, present);
      return { present, lake: await openBenchLake(path) };
    }),
  );
  const [small, large] = lakes;
  if (small === undefined || large === undefined) return;
  for (const [name, work] of Object.entries(questions)) {
    const of = ({ lake, present }: typeof small) => timed(() => work(lake, startOf(present)));
    await Promise.all([of(small), of(large)]);
    const samples = await inTurns(ROUNDS, { small: () => of(small), large: () => of(large) });
    line(
      `${name}, wall`,
      samples.large.map(({ ms }) => ms),
      "ms",
    );
    line(
      `${name}, CPU`,
      samples.large.map(({ cpu_ms }) => cpu_ms),
      "ms",
    );
    ratios(`${name}, whole to a tenth`, samples.large, samples.small);
  }
  for (const { lake } of lakes) await lake.close();
}

const HOUR_MS = 3_600_000;
const before = (hours: number) => new Date(END.getTime() - hours * HOUR_MS).toISOString();

const ask = (lake: Lake, id: string, params: Params) => runQuery({ lake, library }, id, params, END);

const questions: Record<string, (lake: Lake, from: Date) => Promise<unknown>> = {
  tick: async (lake) => {
    const detection = await detect({ lake, library, detectors, limits: {}, freshness_minutes: 30 }, END);
    const failed = detection.not_judged.filter(({ reason }) => reason.startsWith("it failed"));
    if (failed.length > 0) throw new Error(JSON.stringify(failed));
  },
  "cost baseline": (lake) => ask(lake, "cost_by_hour", { since: before(7 * 24), until: END.toISOString() }),
  "blame of all commits": (lake, from) =>
    ask(lake, "commit_cost_blame", { since: from.toISOString(), until: END.toISOString() }),
  "loops of two hours": (lake) => ask(lake, "loops_last_2h", { at: END.toISOString() }),
  "loops of all history": (lake) =>
    lake.ask(
      "select connection, trace_id, generations, tool_calls, cost_usd from langfuse_traces where generations > 10 order by generations desc limit 100",
    ),
};
for (const query of Object.keys(detectorQueries())) {
  questions[`of the tick: ${query}`] = (lake) => ask(lake, query, detectorQueries()[query] ?? {});
}

/** What the detectors ask, as they ask it with the usual limits. */
function detectorQueries(): Record<string, Params> {
  const at = END.toISOString();
  return Object.fromEntries(
    detectors.flatMap((detector) => {
      const limits = detector.limits.parse({}) as never;
      return Object.values(detector.inputs).map(({ query, params }) => [query, params(at, limits)] as const);
    }),
  );
}
