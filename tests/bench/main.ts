/**
 * Measures: `npm run bench -- NAME… [--rows N]`. Without a name a short set runs. Each figure is a median with its spread,
 * each ratio is against a baseline of the same run: on a busy machine ratios count and absolutes inform.
 */
import { parseArgs } from "node:util";

import { machineLine } from "./measure/machine.ts";
import type { BenchOptions } from "./measure/options.ts";

type Bench = { run: (options: BenchOptions) => Promise<void> };

const benches: Record<string, { load: () => Promise<Bench>; rows: number }> = {
  ingest: { load: () => import("./ingest.ts"), rows: 1e6 },
  upsert: { load: () => import("./upsert.ts"), rows: 1e6 },
  sync: { load: () => import("./sync.ts"), rows: 200_000 },
  import: { load: () => import("./import.ts"), rows: 1e5 },
  queries: { load: () => import("./queries.ts"), rows: 1e6 },
  cli: { load: () => import("./cli.ts"), rows: 1e6 },
  memory: { load: () => import("./memory.ts"), rows: 1e6 },
  api: { load: () => import("./api.ts"), rows: 1e5 },
  retain: { load: () => import("./retain.ts"), rows: 1e6 },
};

const SHORT = ["ingest", "upsert", "import", "queries", "cli"];

const { values, positionals } = parseArgs({
  options: { rows: { type: "string" } },
  allowPositionals: true,
});
const rows = values.rows === undefined ? undefined : Number(values.rows);
const names = positionals.length > 0 ? positionals : SHORT;
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0 || (rows !== undefined && !(rows > 0))) {
  process.stderr.write(
    `usage: npm run bench -- [${Object.keys(benches).join("|")}]… [--rows N]; what is ${unknown.join(", ")} ${values.rows ?? ""}?\n`,
  );
  process.exit(2);
}
process.stdout.write(`${machineLine()}\n`);
for (const name of names) {
  const bench = benches[name];
  if (bench === undefined) continue;
  process.stdout.write(`\n${name}, ${(rows ?? bench.rows).toLocaleString("en")} rows\n`);
  await (await bench.load()).run({ rows: rows ?? bench.rows });
}
