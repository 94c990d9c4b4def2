/** What a person waits for at a prompt: `--help` beside an empty Node, a first answer beside a bare script on the same lake. */
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import type { BenchOptions } from "./measure/options.ts";
import { inTurns, line, ratios, type Sample } from "./measure/figures.ts";
import { benchFolder, fillLake } from "./world/lake-file.ts";

const ROUNDS = 11;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CLI = join(ROOT, "dist/sentinel.js");
const QUESTION =
  "select agent, sum(cost_usd)::double as cost_usd from llm_observations group by agent order by cost_usd desc limit 5";

const BARE = `
import { DuckDBInstance } from ${JSON.stringify(pathToFileURL(join(ROOT, "node_modules/@duckdb/node-api/lib/index.js")).href)};
const instance = await DuckDBInstance.create(process.argv[2]);
const connection = await instance.connect();
const reader = await connection.runAndReadAll(process.argv[3]);
process.stdout.write(JSON.stringify(reader.getRowObjectsJson()));
connection.disconnectSync();
instance.closeSync();
`;

export async function run({ rows }: BenchOptions): Promise<void> {
  if (!existsSync(CLI)) throw new Error("npm run build makes the command line that is measured");
  const folder = benchFolder();
  await fillLake(join(folder, "lake.duckdb"), rows);
  writeFileSync(join(folder, "empty.mjs"), "");
  writeFileSync(join(folder, "bare.mjs"), BARE);
  const works = {
    empty: () => node(join(folder, "empty.mjs")),
    help: () => node(CLI, "--help"),
    bare: () => node(join(folder, "bare.mjs"), join(folder, "lake.duckdb"), QUESTION),
    sql: () => node(CLI, "sql", QUESTION, "--home", folder, "--json", "--quiet"),
  };
  for (const work of Object.values(works)) await work();
  const samples = await inTurns(ROUNDS, works);
  for (const [name, all] of Object.entries(samples)) {
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
  ratios("--help to an empty Node", samples.help, samples.empty);
  ratios("first SQL answer to a bare script", samples.sql, samples.bare);
}

/** One process from its start to its end. */
async function node(...args: string[]): Promise<Sample> {
  const began = performance.now();
  // The shell's own clock knows what its child used.
  const { stdout, stderr, status } = spawnSync(
    "bash",
    ["-c", 'TIMEFORMAT="%U %S"; time "$0" "$@" >/dev/null 2>&1', process.execPath, ...args],
    { encoding: "utf8" },
  );
  const ms = performance.now() - began;
  if (status !== 0) throw new Error(`${args.join(" ")} failed: ${stdout}${stderr}`);
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(" ").map(Number);
  return { ms, cpu_ms: (user + system) * 1_000 };
}
