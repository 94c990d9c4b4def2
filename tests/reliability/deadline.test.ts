import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { expect, it } from "vitest";

import { SyncLimits } from "../../src/sync/limits.ts";
import { sync } from "../../src/sync/run.ts";
import { lakeAt, silent, temporaryFolder } from "./world/lake.ts";
import { only, seedNamed, SMALL } from "./world/seed.ts";
import { connectionsOf, serve } from "./world/vendors.ts";

/** Frees memory again and again: what nothing holds on to is gone before any deadline. */
function collections(): Disposable {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  let timer: NodeJS.Timeout;
  const next = () => {
    collect();
    timer = setTimeout(next, 250);
  };
  timer = setTimeout(next, 250);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}

it.each(["langfuse", "sentry", "github", "slack", "snowflake"] as const)(
  "an attempt at %s ends at its deadline, also when memory is freed meanwhile",
  async (vendor) => {
    const now = new Date();
    using folder = temporaryFolder();
    await using vendors = await serve([only(seedNamed("slow", now, SMALL), vendor)], {
      faults: [{ vendor, kind: "slow-bytes", count: Infinity, byte_ms: 250 }],
    });
    await using lake = await lakeAt(join(folder.path, "lake.duckdb"), () => now);
    using _ = collections();
    const report = await sync({
      lake,
      connections: connectionsOf(vendors, "slow"),
      // Without an end to an attempt, ten minutes would pass until the last guard.
      limits: SyncLimits.parse({
        history_days: 1,
        retries: 0,
        attempt_ms: 600,
        page_ms: 600_000,
        give_up_after: 1,
      }),
      now: () => now,
      log: silent,
    });
    expect(report.ok).toBe(false);
  },
);
