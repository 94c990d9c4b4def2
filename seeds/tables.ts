/** The files that a seed may hold: `<table>.ndjson` or `<table>.ndjson.gz`, each in its vendor's own JSON. */
import { distance } from "fastest-levenshtein";

import type { VendorName } from "./vendors/faults.ts";

const TABLES: Record<VendorName, readonly string[]> = {
  langfuse: [
    "langfuse_observations",
    "langfuse_traces",
    "langfuse_sessions",
    "langfuse_scores",
    "langfuse_prompts",
  ],
  sentry: ["sentry_issues", "sentry_events", "sentry_releases"],
  github: [
    "github_commits",
    "github_commit_files",
    "github_pull_requests",
    "github_pull_request_files",
    "github_deployments",
    "github_deployment_statuses",
    "github_workflow_runs",
    "github_issues",
  ],
  slack: ["slack_channels", "slack_messages", "slack_users"],
  snowflake: ["snowflake_task_runs", "snowflake_queries", "snowflake_warehouse_metering"],
};

export const VENDORS: readonly string[] = Object.keys(TABLES);

const VENDOR_OF = new Map(
  Object.entries(TABLES).flatMap(([vendor, tables]) => tables.map((table) => [table, vendor as VendorName])),
);

/** The vendor that serves a table; undefined when no seed may hold it. */
export function vendorOf(table: string): VendorName | undefined {
  return VENDOR_OF.get(table);
}

/** The table a file name stands for; undefined when it is no table file at all. */
export function tableOfFile(file: string): string | undefined {
  return /^(.+)\.ndjson(?:\.gz)?$/.exec(file)?.[1];
}

/** The three known tables whose names are nearest to an unknown one. */
export function nearestTables(table: string): string[] {
  return [...VENDOR_OF.keys()].toSorted((a, b) => distance(a, table) - distance(b, table)).slice(0, 3);
}
