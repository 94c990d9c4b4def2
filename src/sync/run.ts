import type { Logger } from "pino";

import { SentinelError } from "../errors.ts";
import type { Lake } from "../lake/open.ts";
import { chosenTables } from "./chosen-tables.ts";
import type { SyncLimits } from "./limits.ts";
import { pullConnection } from "./pull-connection.ts";
import type { SyncEvent, SyncReport } from "./report.ts";
import type { SyncConnection } from "./sync-connection.ts";

export type { SyncEvent, SyncReport } from "./report.ts";
export type { SyncConnection } from "./sync-connection.ts";

export type SyncOptions = {
  lake: Lake;
  connections: SyncConnection[];
  /** `github`, `github.commits` or `github_commits`; everything when left out. Names that fit nothing choose nothing. */
  tables?: string[];
  since?: Date;
  limits: SyncLimits;
  now: () => Date;
  signal?: AbortSignal;
  on?: (event: SyncEvent) => void;
  log: Logger;
};

/**
 * Pulls what is new from every connection, all side by side. A vendor's failure is in the report and, as a gap with
 * its reason, in the coverage ledger; only a failing lake rejects. Aborted, it keeps what has landed.
 */
export async function sync(options: SyncOptions): Promise<SyncReport> {
  const began = performance.now();
  const run = new AbortController();
  const interrupt = () =>
    run.abort(new SentinelError("incomplete", "interrupted; the next sync goes on from here"));
  if (options.signal?.aborted === true) interrupt();
  options.signal?.addEventListener("abort", interrupt, { once: true });
  try {
    const pulls = options.connections.flatMap((connection) => {
      const tables = chosenTables(connection.source, options.tables);
      if (tables.length === 0) return [];
      const { lake, since, limits, now, log, on = () => undefined } = options;
      return [pullConnection({ lake, connection, tables, since, limits, now, signal: run.signal, on, log })];
    });
    // A lake that fails fails for all: there is nothing to fetch for.
    for (const pull of pulls) pull.catch((error: unknown) => run.abort(error));
    const outcomes = await Promise.allSettled(pulls);
    const failure = outcomes.find((outcome) => outcome.status === "rejected");
    if (failure !== undefined) throw failure.reason;
    const connections = outcomes.flatMap((outcome) =>
      outcome.status === "fulfilled" ? [outcome.value] : [],
    );
    return {
      connections,
      took_ms: Math.round(performance.now() - began),
      ok: connections.every(({ ok }) => ok),
    };
  } finally {
    options.signal?.removeEventListener("abort", interrupt);
  }
}
