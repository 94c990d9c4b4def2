import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pino from "pino";

import { detectors } from "../../detectors/index.ts";
import type { Seed } from "../../seeds/load.ts";
import { eachTime, momentOf } from "../../seeds/times.ts";
import { serveVendors } from "../../seeds/vendors/serve.ts";
import { sources } from "../../sources/index.ts";
import { detect, type Detection } from "../../src/detect/run.ts";
import { openLake } from "../../src/lake/open.ts";
import { loadLibrary } from "../../src/queries/library.ts";
import { packageRoot } from "../../src/root.ts";
import { serviceRows, SINGLE_REPOSITORIES } from "../../src/service-catalogue.ts";
import { Service } from "../../src/settings.ts";
import { SyncLimits } from "../../src/sync/limits.ts";
import { sync, type SyncReport } from "../../src/sync/run.ts";

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
    const log = pino({ level: "silent" });
    const report = await sync({
      lake,
      connections,
      since: oldestOf(seeds, now),
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

/** The first moment that the seeds' rows speak of. */
function oldestOf(seeds: Seed[], now: Date): Date {
  let oldest = now.getTime();
  for (const [table, rows] of seeds.flatMap((seed) => [...seed.tables])) {
    const visit = (time: string | number) => {
      oldest = Math.min(oldest, momentOf(time));
    };
    for (const row of rows) eachTime(row, table.startsWith("slack"), visit);
  }
  return new Date(oldest);
}

function servicesOf(seeds: Seed[]): Record<string, Service> {
  return Object.fromEntries(
    seeds.flatMap(({ services }) =>
      Object.entries(services ?? {}).map(([name, parts]) => [name, Service.parse(parts)] as const),
    ),
  );
}
