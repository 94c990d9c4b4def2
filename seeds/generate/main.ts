/**
 * Writes the seeds: `npx tsx seeds/generate/main.ts [--out DIR] [--draw N] [NAME…]`.
 * Without options it writes draw 0 of every scenario to `seeds/`, which is what the repository holds.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";

import { SCENARIOS } from "./catalogue.ts";
import { drawOf } from "./draw.ts";
import { filesOf, writeSeed } from "./folder.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: "string" }, draw: { type: "string", default: "0" } },
});
const root = values.out ?? join(import.meta.dirname, "..");
const draw = drawOf(Number(values.draw));
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const seed = scenario(draw);
  writeSeed(root, seed);
  const bytes = [...filesOf(seed).values()].reduce((sum, text) => sum + text.length, 0);
  const rows = [...seed.tables.values()].reduce((sum, table) => sum + table.length, 0);
  process.stderr.write(`${seed.path}: ${rows} rows, ${Math.round(bytes / 1024)} kB\n`);
}
