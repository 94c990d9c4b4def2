import type { Migration } from "../migration.ts";

export const jobRuns: Migration = {
  name: "0007-job-runs",
  up: (schema) => [
    schema
      .createTable("job_states")
      .addColumn("job", "text", (column) => column.primaryKey())
      .addColumn("settled_to", "text", (column) => column.notNull())
      .addColumn("tries", "integer", (column) => column.notNull())
      .addColumn("retry_at", "text")
      .addColumn("run_id", "integer")
      .addColumn("lease_by", "text")
      .addColumn("lease_until", "text"),
    schema
      .createTable("job_runs")
      .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
      .addColumn("job", "text", (column) => column.notNull())
      .addColumn("scheduled_for", "text")
      .addColumn("started_at", "text")
      .addColumn("ended_at", "text")
      .addColumn("took_ms", "integer")
      .addColumn("outcome", "text")
      .addColumn("rows", "integer")
      .addColumn("findings", "integer")
      .addColumn("error", "text")
      .addColumn("recorded_at", "text", (column) => column.notNull()),
    schema.createIndex("job_runs_job").on("job_runs").columns(["job", "id"]),
  ],
};
