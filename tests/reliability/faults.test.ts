/**
 * Sixteen faults against five sources, through the real adapters, sync and lake. With REPORT=1 the outcomes are printed
 * as a table.
 */
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { FAULT_KINDS, type FaultKind, type VendorName } from "../../seeds/vendors/faults.ts";
import { SyncLimits } from "../../src/sync/limits.ts";
import { sync } from "../../src/sync/run.ts";
import { digests, lakeAt, silent, TABLES, temporaryFolder } from "./world/lake.ts";
import { outcomeTable } from "./world/outcome-table.ts";
import { HISTORY_DAYS, PAGED, seedNamed, SMALL } from "./world/seed.ts";
import { strike, VARIANTS, VENDORS, type Strike, type Variant, type World } from "./world/strike.ts";
import { connectionsOf, serve } from "./world/vendors.ts";

const NOW = new Date("2026-11-22T10:10:00Z");
const now = () => NOW;

let world: World;
const folder = temporaryFolder();
const outcomes: { kind: FaultKind; vendor: VendorName; variant: Variant; strike: Strike }[] = [];

beforeAll(async () => {
  const seed = seedNamed("paged", NOW, PAGED);
  const vendors = await serve([seed, seedNamed("calm", NOW, SMALL)], { now });
  const empty_lake = join(folder.path, "empty.duckdb");
  await (await lakeAt(empty_lake, now)).close();
  await using lake = await lakeAt(join(folder.path, "right.duckdb"), now);
  const connections = [...connectionsOf(vendors, "paged"), ...connectionsOf(vendors, "calm")];
  const limits = SyncLimits.parse({ history_days: HISTORY_DAYS });
  await sync({ lake, connections, limits, now, log: silent });
  const right = { paged: await digests(lake, "paged", TABLES), calm: await digests(lake, "calm", TABLES) };
  world = { seed, now: NOW, vendors, empty_lake, right };
});

afterAll(async () => {
  await world.vendors.close();
  folder[Symbol.dispose]();
  if (process.env["REPORT"] !== undefined) process.stdout.write(outcomeTable(outcomes));
});

/** A closed port counts no requests, and Snowflake lists the addresses of all chunks once: none can repeat. */
const unseen = (vendor: VendorName, kind: FaultKind, variant: Variant) =>
  (kind === "refused" && variant === "broken") || (kind === "repeated-cursor" && vendor === "snowflake");

/** Kinds that no second try gets over: what was lost is not asked for again before the next sync. */
const LASTING: ReadonlySet<FaultKind> = new Set(["wrong-types", "repeated-cursor"]);
/** Kinds that harm nothing, however long they last. */
const HARMLESS: ReadonlySet<FaultKind> = new Set(["flapping", "unknown-fields"]);

// Four kinds at a time: their waits for limits and deadlines then pass together.
const rounds = [0, 4, 8, 12].map((start) => FAULT_KINDS.slice(start, start + 4));

describe.each(rounds)("%s, %s, %s, %s", (...kinds) => {
  let struck: Awaited<ReturnType<typeof strike>>;
  beforeAll(async () => {
    struck = await strike(world, kinds);
    for (const kind of kinds)
      for (const vendor of VENDORS)
        for (const variant of VARIANTS)
          outcomes.push({ kind, vendor, variant, strike: struck(kind, vendor, variant) });
  }, 240_000);

  describe.each(kinds)("%s", (kind) => {
    it.each(VENDORS)("of %s: every row, or the gap in the ledger; every row once it is over", (vendor) => {
      for (const variant of VARIANTS) {
        const { calm, requests, tables, repaired } = struck(kind, vendor, variant);
        expect(calm).toEqual({ rows: world.right.calm, failed: [] });
        expect(requests > 0).toBe(!unseen(vendor, kind, variant));
        expect(tables.filter(({ equal, gap }) => !equal && !gap)).toEqual([]);
        expect(tables.filter(({ gap, reasons }) => gap && reasons.length === 0)).toEqual([]);
        expect(tables.filter(({ gap, error }) => gap !== (error !== null))).toEqual([]);
        expect(repaired.filter(({ equal, gap }) => !equal || gap)).toEqual([]);
      }
    });
  });

  it.each(kinds.filter((kind) => !LASTING.has(kind)))("%s that passes leaves no gap", (kind) => {
    // Of Snowflake's own retries we do not decide.
    for (const vendor of VENDORS.filter((name) => name !== "snowflake")) {
      expect(struck(kind, vendor, "stumbling").tables.filter(({ gap }) => gap)).toEqual([]);
    }
  });

  it.each(kinds)("%s that lasts leaves a gap, unless it is harmless", (kind) => {
    for (const vendor of VENDORS.filter((name) => name !== "snowflake")) {
      expect(struck(kind, vendor, "broken").tables.some(({ gap }) => gap)).toBe(!HARMLESS.has(kind));
    }
  });
});
