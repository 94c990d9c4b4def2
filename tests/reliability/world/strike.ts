/** One kind of fault against every source: vendors that stumble and vendors that stay broken, beside good ones. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";

import type { Seed } from "../../../seeds/load.ts";
import { DAY } from "../../../seeds/generate/times.ts";
import type { FaultKind, FaultPlan, VendorName } from "../../../seeds/vendors/faults.ts";
import type { Lake } from "../../../src/lake/open.ts";
import { SyncLimits } from "../../../src/sync/limits.ts";
import { sync, type SyncConnection, type SyncReport } from "../../../src/sync/run.ts";
import { digests, lakeAt, silent, temporaryFolder, TABLES } from "./lake.ts";
import { HISTORY_DAYS } from "./seed.ts";
import { connectionsOf, serve, sourceNamed, type Vendors } from "./vendors.ts";

export const VENDORS = ["langfuse", "sentry", "github", "slack", "snowflake"] as const;

/** A stumbling vendor fails two requests; a broken one fails a whole list until somebody repairs it. */
export const VARIANTS = ["stumbling", "broken"] as const;
export type Variant = (typeof VARIANTS)[number];

/** The list of each vendor that needs several pages. */
const PAGED_LIST: Record<VendorName, RegExp> = {
  langfuse: /\/v2\/observations/,
  sentry: /\/issues\//,
  github: /\/actions\/runs/,
  slack: /conversations\.history/,
  snowflake: /query-request|\/chunks\//,
};

const PLANS: Record<Variant, (vendor: VendorName, kind: FaultKind) => FaultPlan> = {
  stumbling: (vendor, kind) => {
    // Only the second page of a list carries a cursor.
    if (kind === "expired-cursor" || kind === "repeated-cursor") return { vendor, kind };
    return { vendor, kind, from: 2, count: 2, closed_ms: 50 };
  },
  // A closed port has no lists.
  broken: (vendor, kind) =>
    kind === "refused"
      ? { vendor, kind, count: Infinity }
      : { vendor, kind, count: Infinity, path: PAGED_LIST[vendor] },
};

/** What a table shows after a sync. */
export type TableOutcome = {
  table: string;
  /** Its rows are those of a sync without faults. */
  equal: boolean;
  /** The ledger has a hole for it. */
  gap: boolean;
  /** What the ledger says of the hole. */
  reasons: string[];
  /** What the report of the sync says. */
  error: string | null;
};

export type Strike = {
  /** Requests that the fault struck. */
  struck: number;
  tables: TableOutcome[];
  /** After the next sync, of a vendor in order. */
  repaired: TableOutcome[];
};

export type World = {
  seed: Seed;
  now: Date;
  /** Fault-free vendors of the seed and of a second one, `calm`. */
  vendors: Vendors;
  /** A lake with all tables and no rows. */
  empty_lake: string;
  /** Digests of a sync without faults, by connection and table. */
  right: Record<"paged" | "calm", Record<string, string>>;
};

/**
 * Syncs, all at once, the five connections of `calm` and ten of the seed: each vendor stumbling and each broken. Then
 * the ten once more, repaired.
 */
export async function strike({ seed, vendors, ...world }: World, kind: FaultKind) {
  using folder = temporaryFolder();
  const path = join(folder.path, "lake.duckdb");
  copyFileSync(world.empty_lake, path);
  let at = world.now;
  const now = () => at;
  const struckBy = (variant: Variant) =>
    serve([seed], { faults: VENDORS.map((vendor) => PLANS[variant](vendor, kind)), now });
  await using stumbling = await struckBy("stumbling");
  await using broken = await struckBy("broken");
  const servers = { stumbling, broken };
  await using lake = await lakeAt(path, now);
  const pull = (connections: SyncConnection[], limits = LIMITS) =>
    sync({ lake, connections, limits, now, log: silent });

  const first = await pull(
    [
      ...connectionsOf(vendors, "calm"),
      ...VARIANTS.flatMap((variant) => connectionsOf(servers[variant], seed.name, variant)),
    ],
    kind === "slow-bytes" ? { ...LIMITS, attempt_ms: 1_000 } : LIMITS,
  );
  const found = await outcomes(lake, world, first);
  const calm = {
    rows: await digests(lake, "calm", TABLES),
    failed: first.connections.filter(({ connection, ok }) => connection === "calm" && !ok),
  };

  at = new Date(at.getTime() + 60_000);
  const second = await pull(VARIANTS.flatMap((variant) => connectionsOf(vendors, seed.name, variant)));
  const repaired = await outcomes(lake, world, second);

  const strikeOn = (vendor: VendorName, variant: Variant): Strike => ({
    struck: servers[variant].requests().filter((one) => one.vendor === vendor && one.fault === kind).length,
    tables: found(vendor, variant),
    repaired: repaired(vendor, variant),
  });
  const all = VENDORS.map(
    (vendor) => [vendor, { stumbling: strikeOn(vendor, "stumbling"), broken: strikeOn(vendor, "broken") }] as const,
  );
  return { calm, strikes: new Map(all) };
}

/** Reads at once what the lake holds of both variants of every vendor. */
async function outcomes(lake: Lake, { now, right }: Pick<World, "now" | "right">, report: SyncReport) {
  const window = { from: new Date(now.getTime() - HISTORY_DAYS * DAY), to: now };
  const rows = {
    stumbling: await digests(lake, "stumbling", TABLES),
    broken: await digests(lake, "broken", TABLES),
  };
  const ledger = await lake.coverage();
  const holes = new Map<string, string[]>();
  for (const { name } of TABLES) {
    holes.set(name, (await lake.uncovered(name, window)).map(({ connection }) => connection));
  }
  return (vendor: VendorName, variant: Variant): TableOutcome[] => {
    const said = report.connections.find(
      ({ source, connection }) => source === vendor && connection === variant,
    );
    return sourceNamed(vendor).tables.map(({ name, from }) => ({
      table: name,
      equal: rows[variant][name] === right.paged[name],
      gap: holes.get(name)?.includes(variant) === true,
      reasons: ledger
        .filter((row) => row.connection === variant && row.table === name && row.state !== "complete")
        .flatMap(({ error }) => error ?? []),
      error: said?.tables.find(({ table }) => table === (from ?? name))?.error ?? null,
    }));
  };
}

/** Short waits, and enough tries that a busy machine is no fault by itself. */
const LIMITS = SyncLimits.parse({
  history_days: HISTORY_DAYS,
  retries: 3,
  retry_base_ms: 40,
  attempt_ms: 4_000,
  idle_ms: 4_000,
  request_ms: 20_000,
  longest_wait_ms: 5_000,
  page_ms: 60_000,
  give_up_after: 2,
});
