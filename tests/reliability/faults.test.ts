import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { FAULT_KINDS, type FaultKind, type VendorName } from "../../seeds/vendors/faults.ts";
import { SyncLimits } from "../../src/sync/limits.ts";
import { sync } from "../../src/sync/run.ts";
import { digests, lakeAt, silent, TABLES, temporaryFolder } from "./world/lake.ts";
import { HISTORY_DAYS, PAGED, seedNamed, SMALL } from "./world/seed.ts";
import { strike, type Strike, type World } from "./world/strike.ts";
import { connectionsOf, serve } from "./world/vendors.ts";

// Most of the time is waiting for limits and deadlines.
vi.setConfig({ maxConcurrency: 8, testTimeout: 120_000 });

const VENDORS = ["langfuse", "sentry", "github", "slack", "snowflake"] as const;
const NOW = new Date("2026-11-22T10:10:00Z");
const outcomes: { vendor: VendorName; kind: FaultKind; variant: string; strike: Strike }[] = [];

let world: World;
const folder = temporaryFolder();

beforeAll(async () => {
  const seed = seedNamed("paged", NOW, PAGED);
  const vendors = await serve([seed, seedNamed("calm", NOW, SMALL)], { now: () => NOW });
  const empty_lake = join(folder.path, "empty.duckdb");
  await (await lakeAt(empty_lake, () => NOW)).close();
  await using lake = await lakeAt(join(folder.path, "right.duckdb"), () => NOW);
  const connections = [...connectionsOf(vendors, "paged"), ...connectionsOf(vendors, "calm")];
  const limits = SyncLimits.parse({ history_days: HISTORY_DAYS });
  const report = await sync({ lake, connections, limits, now: () => NOW, log: silent });
  expect(report.ok).toBe(true);
  const right = { paged: await digests(lake, "paged", TABLES), calm: await digests(lake, "calm", TABLES) };
  world = { seed, now: NOW, vendors, empty_lake, right };
});

afterAll(async () => {
  await world.vendors.close();
  folder[Symbol.dispose]();
  if (process.env["REPORT"] !== undefined) process.stdout.write(`${JSON.stringify(outcomes, null, 1)}\n`);
});

describe.concurrent.each(VENDORS)("%s", (vendor) => {
  it.each(FAULT_KINDS)("%s", async (kind) => {
    const { bystanders, ...strikes } = await strike(world, vendor, kind);
    for (const [variant, one] of Object.entries(strikes))
      outcomes.push({ vendor, kind, variant, strike: one });
    expect(bystanders).toEqual({ rows: world.right.calm, failed: [] });
  });
});
