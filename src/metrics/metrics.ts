/** What Sentinel says of itself to Prometheus. No label takes a value that a source may choose. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

import type { JobRun } from "../jobs/job.ts";
import type { PatrolReport } from "../jobs/patrol.ts";
import type { SyncReport } from "../sync/run.ts";

export type Metrics = ReturnType<typeof createMetrics>;

/** Seconds; a long poll for an order takes 25. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const JOB_BUCKETS = [0.01, 0.1, 0.5, 1, 5, 15, 60, 300, 900];

export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: "sentinel_http_request_duration_seconds",
    help: "HTTP requests by defined route and status",
    labelNames: ["method", "route", "status"],
    buckets: REQUEST_BUCKETS,
    registers,
  });
  const jobs = new Histogram({
    name: "sentinel_job_duration_seconds",
    help: "Runs of the standing jobs by outcome: done, failed, or missed when broken off",
    labelNames: ["job", "outcome"],
    buckets: JOB_BUCKETS,
    registers,
  });
  const sync_rows = new Counter({
    name: "sentinel_sync_rows_total",
    help: "Rows that sources gave, repeats included",
    labelNames: ["source", "table"],
    registers,
  });
  const sync_failures = new Counter({
    name: "sentinel_sync_failed_slices_total",
    help: "Slices that could not be fetched",
    labelNames: ["source", "table"],
    registers,
  });
  const sync_rejected = new Counter({
    name: "sentinel_sync_rejected_items_total",
    help: "Items of sources that could not be read",
    labelNames: ["source", "table"],
    registers,
  });
  const not_judged = new Gauge({
    name: "sentinel_not_judged",
    help: "Connections that a detector could not judge in the last patrol",
    labelNames: ["detector"],
    registers,
  });
  return {
    registry,
    requests,
    /** A run of a standing job that ended. */
    ran({ job, outcome, took_ms }: JobRun): void {
      jobs.observe({ job, outcome: outcome ?? "done" }, (took_ms ?? 0) / 1000);
    },
    /** What a sync gave and failed to give. */
    synced({ connections }: SyncReport): void {
      for (const { source, tables } of connections) {
        for (const { table, rows, failed_slices, rejected } of tables) {
          sync_rows.inc({ source, table }, rows);
          sync_failures.inc({ source, table }, failed_slices);
          sync_rejected.inc({ source, table }, rejected);
        }
      }
    },
    /** What the last patrol left unjudged. */
    patrolled({ judged, not_judged: left }: Pick<PatrolReport, "judged" | "not_judged">): void {
      for (const detector of judged) not_judged.set({ detector }, 0);
      for (const detector of new Set(left.map((one) => one.detector))) {
        not_judged.set({ detector }, left.filter((one) => one.detector === detector).length);
      }
    },
  };
}
