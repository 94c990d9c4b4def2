import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pino from "pino";

import { detectors } from "../../detectors/index.ts";
import type { Seed } from "../../seeds/load.ts";
import { serveVendors } from "../../seeds/vendors/serve.ts";
import { sources } from "../../sources/index.ts";
import { detect, type Detection } from "../../src/detect/run.ts";
import { openLake } from "../../src/lake/open.ts";
import { loadLibrary } from "../../src/queries/library.ts";
import { packageRoot } from "../../src/root.ts";
import { serviceRows, SINGLE_REPOSITORIES } from "../../src/services.ts";
import { Service } from "../../src/settings.ts";
import { SyncLimits } from "../../src/sync/limits.ts";
import { sync, type SyncReport } from "../../src/sync/run.ts";

const HISTORY_MS = 16 * 86_400_000;

/** Serves seeds on loopback, pulls them through the real adapters into a lake of their own and judges `now`. */
export async function judgeSeeds(
  seeds: Seed[],
  now: Date,
): Promise<{ report: SyncReport; detection: Detection }> {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-seed-"));
  const vendors = await serveVendors({ seeds, now: () => now });
  const tables = sources.flatMap((source) => source.tables);
  const lake = await openLake({ path: join(folder, "lake.duckdb"), tables, now: () => now });
  try {
    const connections = vendors.connections.flatMap(({ name, source: id, config }) => {
      const source = sources.find((candidate) => candidate.name === id);
      return source === undefined ? [] : [{ name, source, config }];
    });
    const since = new Date(now.getTime() - HISTORY_MS);
    const log = pino({ level: "silent" });
    const report = await sync({
      lake,
      connections,
      since,
      limits: SyncLimits.parse({}),
      now: () => now,
      log,
    });
    const { rows } = await lake.ask(SINGLE_REPOSITORIES);
    const single = rows.map((row) => ({ connection: String(row["connection"]), repo: String(row["repo"]) }));
    await lake.set_services(serviceRows(servicesOf(seeds), single));
    const library = loadLibrary(packageRoot());
    const detection = await detect({ lake, library, detectors, limits: {}, freshness_minutes: 30 }, now);
    return { report, detection };
  } finally {
    await lake.close();
    await vendors.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function servicesOf(seeds: Seed[]): Record<string, Service> {
  return Object.fromEntries(
    seeds.flatMap(({ services }) =>
      Object.entries(services ?? {}).map(([name, parts]) => [name, Service.parse(parts)] as const),
    ),
  );
}
