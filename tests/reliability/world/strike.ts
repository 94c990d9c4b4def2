/** One fault against one source: a vendor that stumbles and one that stays broken, beside everything that works. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";

import type { Seed } from "../../../seeds/load.ts";
import type { FaultKind, FaultPlan, VendorName } from "../../../seeds/vendors/faults.ts";
import { SyncLimits } from "../../../src/sync/limits.ts";
import { sync, type ConnectionReport, type SyncConnection } from "../../../src/sync/run.ts";
import { DAY } from "../../../seeds/generate/times.ts";
import { digests, lakeAt, silent, temporaryFolder, TABLES } from "./lake.ts";
import { HISTORY_DAYS, only } from "./seed.ts";
import { connectionsOf, serve, sourceNamed, type Vendors } from "./vendors.ts";

/** The list of each vendor that needs several pages; a lasting fault strikes it alone. */
const PAGED_LIST: Record<VendorName, RegExp> = {
  langfuse: /\/v2\/observations/,
  sentry: /\/issues\//,
  github: /\/actions\/runs|\/repositories\/.*runs/,
  slack: /conversations\.history/,
  snowflake: /query-request|\/chunks\//,
};

/** Passes after two requests, the second and third that it concerns. */
const stumbles = (vendor: VendorName, kind: FaultKind): FaultPlan =>
  // A cursor is carried by the second page only.
  /cursor/.test(kind) ? { vendor, kind } : { vendor, kind, from: 2, count: 2 };

/** Stays until somebody repairs it. A closed port has no lists. */
const stays = (vendor: VendorName, kind: FaultKind): FaultPlan =>
  kind === "refused"
    ? { vendor, kind, count: Infinity }
    : { vendor, kind, count: Infinity, path: PAGED_LIST[vendor] };

/** What a table of the struck source shows after the first sync. */
export type TableOutcome = {
  table: string;
  /** Its rows are those of a run without faults. */
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
  first: TableOutcome[];
  /** Tables whose rows or coverage are not those of a run without faults after the next sync. */
  unequal_after_repair: string[];
};

export type World = {
  seed: Seed;
  now: Date;
  /** Fault-free vendors of the seed and of a second one, `calm`. */
  vendors: Vendors;
  /** A lake with all tables and no rows. */
  empty_lake: string;
  /** Digests of a run without faults, by connection and table. */
  right: Record<"paged" | "calm", Record<string, string>>;
};

/**
 * Two connections of the vendor under the fault, one that recovers by itself and one that does not, are synced
 * together with the five connections of `calm`; then, repaired, once more.
 */
export async function strike(world: World, vendor: VendorName, kind: FaultKind) {
  using folder = temporaryFolder();
  const path = join(folder.path, "lake.duckdb");
  copyFileSync(world.empty_lake, path);
  let now = world.now;
  await using stumbling = await serve([only(world.seed, vendor)], {
    faults: [stumbles(vendor, kind)],
    now: () => now,
  });
  await using broken = await serve([only(world.seed, vendor)], {
    faults: [stays(vendor, kind)],
    now: () => now,
  });
  await using lake = await lakeAt(path, () => now);
  const pull = (connections: SyncConnection[]) =>
    sync({ lake, connections, limits: limitsFor(kind), now: () => now, log: silent });

  const calm = connectionsOf(world.vendors, "calm");
  const first = await pull([
    ...calm,
    ...connectionsOf(stumbling, "paged", "stumbling"),
    ...connectionsOf(broken, "paged", "broken"),
  ]);
  const outcomes = { stumbling: [] as TableOutcome[], broken: [] as TableOutcome[] };
  for (const name of ["stumbling", "broken"] as const) {
    const report = first.connections.find(({ connection }) => connection === name);
    outcomes[name] = await outcomesOf(world, lake, vendor, name, report);
  }
  const bystanders = {
    rows: await digests(lake, "calm", TABLES),
    failed: first.connections.filter(({ connection, ok }) => connection === "calm" && !ok),
  };

  now = new Date(world.now.getTime() + 60_000);
  const repaired = (name: string) =>
    connectionsOf(world.vendors, "paged", name).filter(({ source }) => source.name === vendor);
  await pull([...repaired("stumbling"), ...repaired("broken")]);
  const after = async (name: string) =>
    (await outcomesOf(world, lake, vendor, name, undefined))
      .filter(({ equal, gap }) => !equal || gap)
      .map(({ table }) => table);
  const struck = (vendors: Vendors) => vendors.requests().filter(({ fault }) => fault === kind).length;
  const strikes: Record<"stumbling" | "broken", Strike> = {
    stumbling: {
      struck: struck(stumbling),
      first: outcomes.stumbling,
      unequal_after_repair: await after("stumbling"),
    },
    broken: { struck: struck(broken), first: outcomes.broken, unequal_after_repair: await after("broken") },
  };
  return { ...strikes, bystanders };
}

async function outcomesOf(
  world: World,
  lake: Awaited<ReturnType<typeof lakeAt>>,
  vendor: VendorName,
  connection: string,
  report: ConnectionReport | undefined,
): Promise<TableOutcome[]> {
  const { tables } = sourceNamed(vendor);
  const window = { from: new Date(world.now.getTime() - HISTORY_DAYS * DAY), to: world.now };
  const found = await digests(lake, connection, tables);
  return Promise.all(
    tables.map(async (table) => {
      const holes = await lake.uncovered(table.name, window);
      const ledger = await lake.coverage(table.name);
      const own = ledger.filter((row) => row.connection === connection && row.state !== "complete");
      return {
        table: table.name,
        equal: found[table.name] === world.right.paged[table.name],
        gap: holes.some((hole) => hole.connection === connection),
        reasons: own.flatMap(({ error }) => error ?? []),
        error: report?.tables.find((one) => one.table === (table.from ?? table.name))?.error ?? null,
      };
    }),
  );
}

/** Short waits, and enough tries that a busy machine is no fault by itself. */
function limitsFor(kind: FaultKind): SyncLimits {
  return SyncLimits.parse({
    history_days: HISTORY_DAYS,
    retries: 3,
    retry_base_ms: 40,
    attempt_ms: kind === "slow-bytes" ? 1_000 : 10_000,
    idle_ms: 5_000,
    request_ms: 20_000,
    longest_wait_ms: 5_000,
    page_ms: 30_000,
    give_up_after: 2,
  });
}
