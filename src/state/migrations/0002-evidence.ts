import type { Migration } from "../migration.ts";

export const evidence: Migration = {
  name: "0002-evidence",
  up: (schema) => [
    schema
      .createTable("evidence")
      .addColumn("incident_id", "text", (column) => column.notNull().references("incidents.id"))
      .addColumn("number", "integer", (column) => column.notNull())
      .addColumn("finding_id", "text", (column) => column.notNull().references("findings.id"))
      .addColumn("query", "text", (column) => column.notNull())
      .addColumn("params", "text", (column) => column.notNull())
      .addColumn("as_of", "text", (column) => column.notNull())
      .addColumn("rows", "integer", (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull())
      .addColumn("connections", "text", (column) => column.notNull())
      .addColumn("complete", "integer", (column) => column.notNull())
      .addColumn("uncovered", "text", (column) => column.notNull())
      .addColumn("columns", "text", (column) => column.notNull())
      .addColumn("stored_rows", "text", (column) => column.notNull())
      .addColumn("row_hashes", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("evidence_key", ["incident_id", "number"]),
    schema
      .createTable("verifications")
      .addColumn("id", "integer", (column) => column.primaryKey())
      .addColumn("incident_id", "text", (column) => column.notNull().references("incidents.id"))
      .addColumn("number", "integer", (column) => column.notNull())
      .addColumn("at", "text", (column) => column.notNull())
      .addColumn("outcome", "text", (column) => column.notNull())
      .addColumn("rows", "integer", (column) => column.notNull())
      .addColumn("hash", "text", (column) => column.notNull())
      .addColumn("added", "integer", (column) => column.notNull())
      .addColumn("removed", "integer", (column) => column.notNull())
      .addColumn("altered", "integer", (column) => column.notNull())
      .addColumn("reason", "text"),
    schema.createIndex("verifications_by_incident").on("verifications").columns(["incident_id", "number"]),
  ],
};
