/** A seed pulled through the real adapters, judged, and its incidents recorded, with lake and state left open. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pino from "pino";

import { detectors } from "../../detectors/index.ts";
import type { Seed } from "../../seeds/load.ts";
import { serveVendors } from "../../seeds/vendors/serve.ts";
import { sources } from "../../sources/index.ts";
import { detect } from "../../src/detect/run.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { openLake, type Lake } from "../../src/lake/open.ts";
import { loadLibrary } from "../../src/queries/library.ts";
import { packageRoot } from "../../src/root.ts";
import { serviceRows, SINGLE_REPOSITORIES } from "../../src/service-catalogue.ts";
import { openState, type State } from "../../src/state/open.ts";
import { SyncLimits } from "../../src/sync/limits.ts";
import { sync } from "../../src/sync/run.ts";

export type SeedWorld = {
  lake: Lake;
  state: State;
  library: ReturnType<typeof loadLibrary>;
  close: () => Promise<void>;
};

/** `since`: how far back the vendors are read, and with that what counts as fetched. */
export async function openSeedWorld(seeds: Seed[], now: Date, since: Date): Promise<SeedWorld> {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-digest-"));
  const vendors = await serveVendors({ seeds, now: () => now });
  const tables = sources.flatMap((source) => source.tables);
  const lake = await openLake({ path: join(folder, "lake.duckdb"), tables, now: () => now });
  const state = openState(join(folder, "state.sqlite"));
  const log = pino({ level: "silent" });
  const library = loadLibrary(packageRoot());
  const connections = vendors.connections.flatMap(({ name, source: id, config }) => {
    const source = sources.find((candidate) => candidate.name === id);
    return source === undefined ? [] : [{ name, source, config }];
  });
  await sync({ lake, connections, since, limits: SyncLimits.parse({}), now: () => now, log });
  await vendors.close();
  const { rows } = await lake.ask(SINGLE_REPOSITORIES);
  await lake.set_services(serviceRows({}, rows as { connection: string; repo: string }[]));
  const freshness_minutes = 30;
  const detection = await detect({ lake, library, detectors, limits: {}, freshness_minutes }, now);
  await recordFindings({ lake, library, state, log, freshness_minutes }, detection);
  return {
    lake,
    state,
    library,
    async close() {
      state.close();
      await lake.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
