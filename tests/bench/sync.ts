/**
 * A first sync of observations from a Langfuse server and one of five pages more, by the built command line and by a plain
 * script that reads page after page (baseline/serial-sync.mjs), in turns, each a process: at no latency and at 50 ms a page.
 * The script starts at its newest row, a sync 6 hours before its last one; neither finds anything but the five pages there.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { line, ratios, type Sample } from "./measure/figures.ts";
import { nodeProcess } from "./measure/node-process.ts";
import type { BenchOptions } from "./measure/options.ts";
import { benchFolder } from "./world/lake-file.ts";
import { startVendor } from "./world/start-vendor.ts";

const ROUNDS = 3;
const MORE = 5_000;
const LATENCIES_MS = [0, 50];
const CLI = fileURLToPath(new URL("../../dist/sentinel.js", import.meta.url));
const SCRIPT = fileURLToPath(new URL("baseline/serial-sync.mjs", import.meta.url));

/** Syncs into a folder, where `rows` are stored afterwards, `fresh` of them new. */
type Way = (folder: string, rows: number, fresh: number) => Promise<Sample>;

export async function run({ rows }: BenchOptions): Promise<void> {
  if (!existsSync(CLI)) throw new Error("npm run build makes the command line that is measured");
  const vendor = await startVendor(rows, MORE);
  const ways = { script: script(vendor.url), sentinel: sentinel(vendor.url) };
  for (const latency_ms of LATENCIES_MS) {
    const first: Record<keyof typeof ways, Sample[]> = { script: [], sentinel: [] };
    const increment: typeof first = { script: [], sentinel: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of ["script", "sentinel"] as const) {
        const folder = benchFolder();
        await vendor.set({ latency_ms, more: false });
        first[name].push(await ways[name](folder, rows, rows));
        await vendor.set({ latency_ms, more: true });
        increment[name].push(await ways[name](folder, rows + MORE, MORE));
      }
    }
    show(`first sync, ${latency_ms} ms a page`, first);
    show(`5 pages more, ${latency_ms} ms a page`, increment);
  }
  await vendor.stop();
}

function show(name: string, { script: base, sentinel: own }: Record<"script" | "sentinel", Sample[]>): void {
  for (const [way, all] of Object.entries({ script: base, sentinel: own })) {
    line(
      `${name}, ${way}`,
      all.map(({ ms }) => ms),
      "ms",
    );
  }
  ratios(`${name}, sentinel to script`, own, base);
}

function script(url: string): Way {
  return async (folder, rows) => {
    const { printed, ...sample } = await nodeProcess([SCRIPT, url, join(folder, "script.duckdb")]);
    if (Number(printed) !== rows) throw new Error(`the script stored ${printed} of ${rows} rows`);
    return sample;
  };
}

function sentinel(url: string): Way {
  return async (folder, _rows, fresh) => {
    const { printed, ...sample } = await nodeProcess(
      [CLI, "sync", "langfuse_observations", "--home", join(folder, "home"), "--json", "--quiet"],
      {
        cwd: folder,
        env: {
          LANGFUSE_BASE_URL: url,
          LANGFUSE_PUBLIC_KEY: "pk-lf-bench",
          LANGFUSE_SECRET_KEY: "sk-lf-bench",
        },
      },
    );
    const report = JSON.parse(printed) as { ok: boolean; connections: { tables: { inserted: number }[] }[] };
    const inserted = report.connections[0]?.tables[0]?.inserted;
    if (!report.ok || inserted !== fresh) throw new Error(`not whole: ${printed}`);
    return sample;
  };
}
