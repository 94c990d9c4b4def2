import type { Migration } from "../migration.ts";

export const triage: Migration = {
  name: "0003-triage",
  up: (schema) => [
    schema
      .createTable("links")
      .addColumn("incident_id", "text", (column) => column.notNull().references("incidents.id"))
      .addColumn("from_id", "text", (column) => column.notNull())
      .addColumn("to_id", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("strength", "real", (column) => column.notNull())
      .addColumn("why", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("links_key", ["incident_id", "from_id", "to_id", "kind"]),
    schema
      .createTable("narratives")
      .addColumn("id", "integer", (column) => column.primaryKey())
      .addColumn("incident_id", "text", (column) => column.notNull().references("incidents.id"))
      .addColumn("text", "text", (column) => column.notNull())
      .addColumn("by", "text", (column) => column.notNull())
      .addColumn("dropped", "integer", (column) => column.notNull())
      .addColumn("pack_hash", "text", (column) => column.notNull())
      .addColumn("at", "text", (column) => column.notNull()),
    schema.createIndex("narratives_by_incident").on("narratives").columns(["incident_id", "id"]),
    schema
      .createTable("verdicts")
      .addColumn("id", "integer", (column) => column.primaryKey())
      .addColumn("incident_id", "text", (column) => column.notNull().references("incidents.id"))
      .addColumn("verdict", "text", (column) => column.notNull())
      .addColumn("by", "text", (column) => column.notNull())
      .addColumn("note", "text")
      .addColumn("at", "text", (column) => column.notNull()),
    schema.createIndex("verdicts_by_incident").on("verdicts").columns(["incident_id", "id"]),
  ],
};
