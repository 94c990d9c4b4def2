import type { Migration } from "../migration.ts";

export const riskAndDrift: Migration = {
  name: "0005-risk-and-drift",
  up: (schema) => [
    schema
      .createTable("samplings")
      .addColumn("connection", "text", (column) => column.notNull())
      .addColumn("at", "text", (column) => column.notNull())
      .addColumn("since", "text", (column) => column.notNull())
      .addColumn("traces", "integer", (column) => column.notNull())
      .addColumn("kept", "integer", (column) => column.notNull())
      .addColumn("reasons", "text", (column) => column.notNull())
      .addColumn("named", "integer", (column) => column.notNull())
      .addColumn("missed", "text", (column) => column.notNull())
      .addColumn("uncovered", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("samplings_key", ["connection", "at"]),
    schema
      .createTable("sampled_traces")
      .addColumn("connection", "text", (column) => column.notNull())
      .addColumn("trace_id", "text", (column) => column.notNull())
      .addColumn("agent", "text")
      .addColumn("started_at", "text", (column) => column.notNull())
      .addColumn("points", "integer", (column) => column.notNull())
      .addColumn("reasons", "text", (column) => column.notNull())
      .addColumn("sampled_at", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("sampled_traces_key", ["connection", "trace_id"]),
    schema
      .createTable("schema_versions")
      .addColumn("connection", "text", (column) => column.notNull())
      .addColumn("feature", "text", (column) => column.notNull())
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("snapshot", "text", (column) => column.notNull())
      .addColumn("shape_from", "text", (column) => column.notNull())
      .addColumn("first_seen_at", "text", (column) => column.notNull())
      .addColumn("last_seen_at", "text", (column) => column.notNull())
      .addColumn("accepted_at", "text")
      .addColumn("accepted_by", "text")
      .addColumn("reason", "text")
      .addPrimaryKeyConstraint("schema_versions_key", ["connection", "feature", "version"]),
    schema
      .createTable("risk_merges")
      .addColumn("connection", "text", (column) => column.notNull())
      .addColumn("repo", "text", (column) => column.notNull())
      .addColumn("sha", "text", (column) => column.notNull())
      .addColumn("number", "integer")
      .addColumn("title", "text")
      .addColumn("committed_at", "text", (column) => column.notNull())
      .addColumn("live_at", "text", (column) => column.notNull())
      .addColumn("files", "integer", (column) => column.notNull())
      .addColumn("hours", "integer", (column) => column.notNull())
      .addColumn("cost_usd", "real")
      .addColumn("errors", "real")
      .addColumn("measured_at", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("risk_merges_key", ["connection", "repo", "sha"]),
    schema
      .createTable("file_risk_history")
      .addColumn("connection", "text", (column) => column.notNull())
      .addColumn("repo", "text", (column) => column.notNull())
      .addColumn("sha", "text", (column) => column.notNull())
      .addColumn("path", "text", (column) => column.notNull())
      .addColumn("previous_path", "text")
      .addColumn("cost_usd", "real")
      .addColumn("errors", "real")
      .addPrimaryKeyConstraint("file_risk_history_key", ["connection", "repo", "sha", "path"]),
    schema
      .createTable("risk_comments")
      .addColumn("connection", "text", (column) => column.notNull())
      .addColumn("repo", "text", (column) => column.notNull())
      .addColumn("number", "integer", (column) => column.notNull())
      .addColumn("comment_id", "text", (column) => column.notNull())
      .addColumn("head_sha", "text")
      .addColumn("posted_at", "text", (column) => column.notNull())
      .addColumn("deleted_at", "text")
      .addPrimaryKeyConstraint("risk_comments_key", ["connection", "repo", "number"]),
  ],
};
