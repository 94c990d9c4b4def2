/** Seeds, served as vendors, as a Sentinel takes them in: their connections' sources, their services and their rows. */
import { eachTime, momentOf } from "../../seeds/times.ts";
import type { Seed } from "../../seeds/load.ts";
import { sources } from "../../sources/index.ts";
import { HOUR_MS } from "../contracts/moment.ts";
import { SentinelError } from "../errors.ts";
import type { Sentinel } from "../main.ts";
import { Service } from "../settings.ts";
import { sync, type SyncConnection, type SyncReport } from "../sync/run.ts";

/** Every seed reaches back as a first sync does, or as far as its own data; all at once, as separate products would be. */
export async function syncSeeds(
  sentinel: Sentinel,
  seeds: Seed[],
  connections: SyncConnection[],
): Promise<SyncReport[]> {
  const lake = await sentinel.lake();
  const firstSync = sentinel.now().getTime() - sentinel.settings.sync.history_days * 24 * HOUR_MS;
  const reports = await Promise.all(
    seeds.map((seed) =>
      sync({
        lake,
        connections: connections.filter(({ name }) => name === seed.name),
        since: new Date(Math.min(firstSync, oldest(seed)?.getTime() ?? firstSync)),
        limits: sentinel.settings.sync,
        now: sentinel.now,
        log: sentinel.log,
      }),
    ),
  );
  await sentinel.catalogue();
  return reports;
}

function oldest(seed: Seed): Date | undefined {
  let first = Number.POSITIVE_INFINITY;
  for (const [table, rows] of seed.tables) {
    for (const row of rows) {
      eachTime(row, table.startsWith("slack"), (time) => {
        first = Math.min(first, momentOf(time));
      });
    }
  }
  return Number.isFinite(first) ? new Date(first) : undefined;
}

/** Throws `internal` for a vendor whose source is not registered. */
export function sourceOf(name: string) {
  const source = sources.find((candidate) => candidate.name === name);
  if (source === undefined)
    throw new SentinelError("internal", `the vendor server offers ${name}, which is no source`);
  return source;
}

/** The services that the seeds state, by name. */
export function servicesOf(seeds: Seed[]): Record<string, Service> {
  const services: Record<string, Service> = {};
  for (const seed of seeds) {
    if (typeof seed.services !== "object" || seed.services === null) continue;
    for (const [name, parts] of Object.entries(seed.services)) services[name] = Service.parse(parts);
  }
  return services;
}
