import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { FAULT_KINDS } from "../../seeds/vendors/faults.ts";
import { SyncLimits } from "../../src/sync/limits.ts";
import { sync } from "../../src/sync/run.ts";
import { digests, lakeAt, silent, TABLES, temporaryFolder } from "./world/lake.ts";
import { HISTORY_DAYS, PAGED, seedNamed, SMALL } from "./world/seed.ts";
import { strike, VENDORS, type World } from "./world/strike.ts";
import { connectionsOf, serve } from "./world/vendors.ts";

const NOW = new Date("2026-11-22T10:10:00Z");
const now = () => NOW;

let world: World;
const folder = temporaryFolder();
const report: unknown[] = [];

beforeAll(async () => {
  const seed = seedNamed("paged", NOW, PAGED);
  const vendors = await serve([seed, seedNamed("calm", NOW, SMALL)], { now });
  const empty_lake = join(folder.path, "empty.duckdb");
  await (await lakeAt(empty_lake, now)).close();
  await using lake = await lakeAt(join(folder.path, "right.duckdb"), now);
  const connections = [...connectionsOf(vendors, "paged"), ...connectionsOf(vendors, "calm")];
  const limits = SyncLimits.parse({ history_days: HISTORY_DAYS });
  const { ok } = await sync({ lake, connections, limits, now, log: silent });
  expect(ok).toBe(true);
  const right = { paged: await digests(lake, "paged", TABLES), calm: await digests(lake, "calm", TABLES) };
  world = { seed, now: NOW, vendors, empty_lake, right };
});

afterAll(async () => {
  await world.vendors.close();
  folder[Symbol.dispose]();
  if (process.env["REPORT"] !== undefined) process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
});

describe.each(FAULT_KINDS)("%s", (kind) => {
  let struck: Awaited<ReturnType<typeof strike>>;
  beforeAll(async () => {
    const u = process.cpuUsage(), s = performance.now();
    struck = await strike(world, kind);
    const c = process.cpuUsage(u);
    console.log(kind, Math.round(performance.now() - s), "cpu", Math.round((c.user + c.system) / 1000));
    for (const [vendor, one] of struck.strikes) for (const [variant, x] of Object.entries(one)) report.push({ vendor, kind, variant, strike: { struck: x.struck, first: x.tables, unequal_after_repair: x.repaired.filter((t) => !t.equal || t.gap).map((t) => t.table) } });
  }, 120_000);

  it("leaves the other connections alone", () => {
    expect(struck.calm).toEqual({ rows: world.right.calm, failed: [] });
  });
});
