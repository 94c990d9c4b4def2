import { sql } from "kysely";

import type { Migration } from "../migration.ts";

export const gate: Migration = {
  name: "0004-gate",
  up: (schema) => [
    schema
      .createTable("approvals")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("incident_id", "text", (column) => column.notNull().references("incidents.id"))
      .addColumn("action", "text", (column) => column.notNull())
      .addColumn("args", "text", (column) => column.notNull())
      .addColumn("resource", "text", (column) => column.notNull())
      .addColumn("severity", "text", (column) => column.notNull())
      .addColumn("preview", "text", (column) => column.notNull())
      .addColumn("digest", "text", (column) => column.notNull())
      .addColumn("evidence", "text", (column) => column.notNull())
      .addColumn("preconditions", "text", (column) => column.notNull())
      .addColumn("decide", "text", (column) => column.notNull())
      .addColumn("rule", "text", (column) => column.notNull())
      .addColumn("approvals_needed", "integer", (column) => column.notNull())
      .addColumn("cost_of_waiting_usd", "real")
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("proposed_by", "text", (column) => column.notNull())
      .addColumn("proposed_at", "text", (column) => column.notNull())
      .addColumn("expires_at", "text", (column) => column.notNull())
      .addColumn("reminded_at", "text")
      .addColumn("decided_at", "text")
      .addColumn("started_at", "text")
      .addColumn("attempted_at", "text")
      .addColumn("ended_at", "text")
      .addColumn("attempts", "integer", (column) => column.notNull())
      .addColumn("next_at", "text")
      .addColumn("lease_by", "text")
      .addColumn("lease_until", "text")
      .addColumn("result", "text")
      .addColumn("error", "text")
      .addColumn("slack_channel", "text")
      .addColumn("slack_ts", "text"),
    schema.createIndex("approvals_by_status").on("approvals").columns(["status", "expires_at"]),
    // One live proposal of the same thing: a patrol that sees the same trouble again does not ask again.
    schema
      .createIndex("approvals_live")
      .on("approvals")
      .unique()
      .columns(["incident_id", "action", "args"])
      .where(sql<boolean>`status in ('proposed', 'approved', 'running', 'unknown')`),
    schema
      .createTable("approval_votes")
      .addColumn("approval_id", "text", (column) => column.notNull().references("approvals.id"))
      .addColumn("by", "text", (column) => column.notNull())
      .addColumn("vote", "text", (column) => column.notNull())
      .addColumn("reason", "text")
      .addColumn("via", "text", (column) => column.notNull())
      .addColumn("at", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("approval_votes_key", ["approval_id", "by"]),
    schema
      .createTable("audit")
      .addColumn("seq", "integer", (column) => column.primaryKey())
      .addColumn("at", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("actor", "text", (column) => column.notNull())
      .addColumn("via", "text", (column) => column.notNull())
      .addColumn("subject", "text", (column) => column.notNull())
      .addColumn("data", "text", (column) => column.notNull())
      .addColumn("previous_hash", "text", (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull().unique()),
    schema.createIndex("audit_by_subject").on("audit").columns(["subject", "kind"]),
    schema
      .createTable("outbox")
      .addColumn("id", "integer", (column) => column.primaryKey())
      .addColumn("channel", "text", (column) => column.notNull())
      .addColumn("key", "text", (column) => column.notNull().unique())
      .addColumn("payload", "text", (column) => column.notNull())
      .addColumn("cause", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("attempts", "integer", (column) => column.notNull())
      .addColumn("created_at", "text", (column) => column.notNull())
      .addColumn("next_at", "text", (column) => column.notNull())
      .addColumn("lease_by", "text")
      .addColumn("lease_until", "text")
      .addColumn("sent_at", "text")
      .addColumn("result", "text")
      .addColumn("error", "text"),
    schema.createIndex("outbox_by_due").on("outbox").columns(["status", "next_at"]),
    schema
      .createTable("kill_orders")
      .addColumn("approval_id", "text", (column) => column.notNull())
      .addColumn("trace_id", "text", (column) => column.notNull())
      .addColumn("connection", "text", (column) => column.notNull())
      .addColumn("method", "text", (column) => column.notNull())
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("ordered_by", "text", (column) => column.notNull())
      .addColumn("ordered_at", "text", (column) => column.notNull())
      .addColumn("first_read_at", "text")
      .addColumn("answered_at", "text")
      .addColumn("answer", "text")
      .addColumn("revoked_at", "text")
      .addPrimaryKeyConstraint("kill_orders_key", ["approval_id", "trace_id"]),
    schema.createIndex("kill_orders_by_trace").on("kill_orders").columns(["trace_id", "ordered_at"]),
    schema
      .createTable("api_keys")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull().unique())
      .addColumn("created_at", "text", (column) => column.notNull())
      .addColumn("created_by", "text", (column) => column.notNull())
      .addColumn("last_used_at", "text")
      .addColumn("revoked_at", "text"),
    schema
      .createTable("sessions")
      .addColumn("hash", "text", (column) => column.primaryKey())
      .addColumn("key_id", "text", (column) => column.references("api_keys.id"))
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("created_at", "text", (column) => column.notNull())
      .addColumn("expires_at", "text", (column) => column.notNull())
      .addColumn("ended_at", "text"),
    schema
      .createTable("replays")
      .addColumn("signature", "text", (column) => column.primaryKey())
      .addColumn("seen_at", "text", (column) => column.notNull()),
  ],
};
