/**
 * Serves seeds until it is stopped and prints, per seed, the variables that point a shell at it:
 * `npx tsx seeds/vendors/main.ts --seeds DIR [--port-base N] [--latency MS]`
 */
import { parseArgs } from "node:util";

import { loadSeeds } from "../load.ts";
import { serveVendors } from "./serve.ts";

const USAGE = "usage: npx tsx seeds/vendors/main.ts [--seeds DIR] [--port-base N] [--latency MS]\n";
const { values } = parseArgs({
  options: {
    help: { type: "boolean", short: "h", default: false },
    seeds: { type: "string", default: "seeds" },
    "port-base": { type: "string" },
    latency: { type: "string", default: "0" },
  },
});

if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const seeds = loadSeeds(values.seeds, new Date());
const base = values["port-base"] === undefined ? undefined : Number(values["port-base"]);
const servers = await serveVendors({
  seeds,
  latency_ms: Number(values.latency),
  ...(base === undefined
    ? {}
    : {
        ports: { langfuse: base, sentry: base + 1, github: base + 2, slack: base + 3, snowflake: base + 4 },
      }),
});

for (const [index, seed] of seeds.entries()) {
  for (const note of seed.notes) process.stderr.write(`${note}\n`);
  process.stdout.write(`# ${seed.name}\n`);
  for (const [name, value] of Object.entries(servers.env[index] ?? {})) {
    process.stdout.write(`export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`);
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void servers.close());
