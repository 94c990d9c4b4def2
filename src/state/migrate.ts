import type { Database } from "better-sqlite3";
import type { SchemaModule } from "kysely";

import { SentinelError } from "../errors.ts";
import type { Migration } from "./migration.ts";
import { evidence } from "./migrations/0002-evidence.ts";
import { incidents } from "./migrations/0001-incidents.ts";
import { triage } from "./migrations/0003-triage.ts";
import { gate } from "./migrations/0004-gate.ts";
import { riskAndDrift } from "./migrations/0005-risk-and-drift.ts";
import { digestAndNotify } from "./migrations/0006-digest-and-notify.ts";
import { jobRuns } from "./migrations/0007-job-runs.ts";
import { pullRisk } from "./migrations/0008-pull-risk.ts";
import { mergesToMeasure } from "./migrations/0009-merges-to-measure.ts";
import { listIndexes } from "./migrations/0010-list-indexes.ts";

/** In order; the file's `user_version` is how many of them it has. */
export const MIGRATIONS: Migration[] = [
  incidents,
  evidence,
  triage,
  gate,
  riskAndDrift,
  digestAndNotify,
  jobRuns,
  pullRisk,
  mergesToMeasure,
  listIndexes,
];

/**
 * Brings the file to this program's schema, all steps or none. Throws `conflict` for a file that a newer
 * program has written: an older one would not see what the newer columns mean.
 */
export function migrate(
  database: Database,
  schema: SchemaModule,
  path: string,
  migrations = MIGRATIONS,
): void {
  // Immediate: of two processes that start at once, the second waits here and then finds nothing to do.
  const steps = database.transaction(() => {
    const has = Number(database.pragma("user_version", { simple: true }));
    if (has > migrations.length) {
      throw new SentinelError(
        "conflict",
        `${path} has schema version ${has}; this Sentinel knows up to ${migrations.length}`,
        { hint: "run the newer Sentinel that wrote it, or restore a backup made by this one" },
      );
    }
    for (const { up } of migrations.slice(has)) {
      for (const statement of up(schema)) database.exec(statement.compile().sql);
    }
    database.pragma(`user_version = ${migrations.length}`);
  });
  steps.immediate();
}
