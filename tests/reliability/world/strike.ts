/** One kind of fault against every source: vendors that stumble and vendors that stay broken, beside good ones. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";

import type { Seed } from "../../../seeds/load.ts";
import { DAY } from "../../../seeds/generate/times.ts";
import type { FaultKind, FaultPlan, VendorName } from "../../../seeds/vendors/faults.ts";
import type { Lake } from "../../../src/lake/open.ts";
import { SyncLimits } from "../../../src/sync/limits.ts";
import type { ConnectionReport } from "../../../src/sync/report.ts";
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
  /** How many the fault struck. */
  requests: number;
  /** After the first sync. */
  tables: TableOutcome[];
  /** After the next sync, of a vendor in order. */
  repaired: TableOutcome[];
  /** What became of those beside it: their rows, and the reports of those that failed. */
  calm: { rows: Record<string, string>; failed: ConnectionReport[] };
};

/** What the connections are called. */
const connectionOf = (kind: FaultKind, variant: Variant) => `${kind} ${variant}`;

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
 * Syncs, all at once, the five connections of `calm` and, per kind of fault, ten of the seed: each vendor stumbling and
 * each broken. Then those of the seed once more, repaired.
 */
export async function strike({ seed, vendors, ...world }: World, kinds: FaultKind[]) {
  using folder = temporaryFolder();
  const path = join(folder.path, "lake.duckdb");
  copyFileSync(world.empty_lake, path);
  let at = world.now;
  const now = () => at;
  await using struck = await serveStruck(seed, kinds, now);
  await using lake = await lakeAt(path, now);
  const pull = (connections: SyncConnection[]) =>
    sync({ lake, connections, limits: LIMITS, now, log: silent });

  const first = await pull([
    ...connectionsOf(vendors, "calm"),
    ...struck.list.flatMap((one) =>
      connectionsOf(one.servers, seed.name, connectionOf(one.kind, one.variant)),
    ),
  ]);
  const found = await outcomes(lake, world, first);
  const calm = {
    rows: await digests(lake, "calm", TABLES),
    failed: first.connections.filter(({ connection, ok }) => connection === "calm" && !ok),
  };

  at = new Date(at.getTime() + 60_000);
  const second = await pull(
    struck.list.flatMap((one) => connectionsOf(vendors, seed.name, connectionOf(one.kind, one.variant))),
  );
  const repaired = await outcomes(lake, world, second);

  return (kind: FaultKind, vendor: VendorName, variant: Variant): Strike => {
    const log =
      struck.list.find((one) => one.kind === kind && one.variant === variant)?.servers.requests() ?? [];
    return {
      requests: log.filter((one) => one.vendor === vendor && one.fault === kind).length,
      tables: found(vendor, connectionOf(kind, variant)),
      repaired: repaired(vendor, connectionOf(kind, variant)),
      calm,
    };
  };
}

/** The vendors of the seed, once per kind of fault and variant. */
async function serveStruck(seed: Seed, kinds: FaultKind[], now: () => Date) {
  const list = await Promise.all(
    kinds.flatMap((kind) =>
      VARIANTS.map(async (variant) => {
        const faults = VENDORS.map((vendor) => PLANS[variant](vendor, kind));
        return { kind, variant, servers: await serve([seed], { faults, now }) };
      }),
    ),
  );
  const close = async () => void (await Promise.all(list.map(({ servers }) => servers.close())));
  return { list, [Symbol.asyncDispose]: close };
}

/** Reads at once what the lake holds, for questions about any vendor and connection. */
async function outcomes(lake: Lake, { now, right }: Pick<World, "now" | "right">, report: SyncReport) {
  const window = { from: new Date(now.getTime() - HISTORY_DAYS * DAY), to: now };
  const ledger = await lake.coverage();
  const rows = new Map<string, Record<string, string>>();
  for (const { connection } of report.connections)
    rows.set(connection, await digests(lake, connection, TABLES));
  const holes = new Map<string, string[]>();
  for (const { name } of TABLES) {
    holes.set(
      name,
      (await lake.uncovered(name, window)).map(({ connection }) => connection),
    );
  }
  return (vendor: VendorName, name: string): TableOutcome[] => {
    const said = report.connections.find(
      ({ source, connection }) => source === vendor && connection === name,
    );
    return sourceNamed(vendor).tables.map((table) => ({
      table: table.name,
      equal: rows.get(name)?.[table.name] === right.paged[table.name],
      gap: holes.get(table.name)?.includes(name) === true,
      reasons: ledger
        .filter((row) => row.connection === name && row.table === table.name && row.state !== "complete")
        .flatMap(({ error }) => error ?? []),
      error: said?.tables.find((one) => one.table === (table.from ?? table.name))?.error ?? null,
    }));
  };
}

/** Short waits, and enough tries that a busy machine is no fault by itself. */
const LIMITS = SyncLimits.parse({
  history_days: HISTORY_DAYS,
  retries: 3,
  retry_base_ms: 40,
  attempt_ms: 2_500,
  idle_ms: 2_500,
  request_ms: 20_000,
  longest_wait_ms: 5_000,
  page_ms: 60_000,
  give_up_after: 2,
});
