import type { Migration } from "../migration.ts";

export const incidents: Migration = {
  name: "0001-incidents",
  up: (schema) => [
    schema
      .createTable("incidents")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("connection", "text", (column) => column.notNull())
      .addColumn("type", "text", (column) => column.notNull())
      .addColumn("severity", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("title", "text", (column) => column.notNull())
      .addColumn("opened_at", "text", (column) => column.notNull())
      .addColumn("updated_at", "text", (column) => column.notNull())
      .addColumn("from_at", "text", (column) => column.notNull())
      .addColumn("to_at", "text", (column) => column.notNull())
      .addColumn("cost_usd", "real")
      .addColumn("projected_6h_usd", "real")
      .addColumn("blame", "text")
      .addColumn("no_blame", "text")
      .addColumn("suggested_action", "text")
      .addColumn("requires_approval", "integer", (column) => column.notNull())
      .addColumn("former", "text", (column) => column.references("incidents.id"))
      .addColumn("merged_into", "text", (column) => column.references("incidents.id"))
      .addColumn("acknowledged_at", "text")
      .addColumn("acknowledged_by", "text")
      .addColumn("snoozed_until", "text")
      .addColumn("resolved_at", "text")
      .addColumn("resolved_by", "text")
      .addColumn("resolution", "text"),
    schema.createIndex("incidents_by_status").on("incidents").columns(["status", "opened_at"]),
    schema
      .createTable("findings")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("incident_id", "text", (column) => column.notNull().references("incidents.id"))
      .addColumn("detector", "text", (column) => column.notNull())
      .addColumn("type", "text", (column) => column.notNull())
      .addColumn("key", "text", (column) => column.notNull())
      .addColumn("connection", "text", (column) => column.notNull())
      .addColumn("fingerprint", "text", (column) => column.notNull())
      .addColumn("severity", "text", (column) => column.notNull())
      .addColumn("title", "text", (column) => column.notNull())
      .addColumn("from_at", "text", (column) => column.notNull())
      .addColumn("to_at", "text", (column) => column.notNull())
      .addColumn("subject", "text", (column) => column.notNull())
      .addColumn("cost_usd", "real")
      .addColumn("cost_usd_per_hour", "real")
      .addColumn("facts", "text", (column) => column.notNull())
      .addColumn("blame", "text")
      .addColumn("suggested_action", "text")
      .addColumn("requires_approval", "integer", (column) => column.notNull())
      .addColumn("first_at", "text", (column) => column.notNull())
      .addColumn("last_at", "text", (column) => column.notNull())
      .addColumn("times_seen", "integer", (column) => column.notNull())
      .addUniqueConstraint("findings_one_per_trouble", ["incident_id", "detector", "connection", "key"]),
    schema.createIndex("findings_by_trouble").on("findings").columns(["detector", "connection", "key"]),
  ],
};
