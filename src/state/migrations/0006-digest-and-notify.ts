import type { Migration } from "../migration.ts";

export const digestAndNotify: Migration = {
  name: "0006-digest-and-notify",
  up: (schema) => [
    schema
      .createTable("digests")
      .addColumn("week", "text", (column) => column.primaryKey())
      .addColumn("from_at", "text", (column) => column.notNull())
      .addColumn("to_at", "text", (column) => column.notNull())
      .addColumn("made_at", "text", (column) => column.notNull())
      .addColumn("content", "text", (column) => column.notNull()),
    schema
      .createTable("notices")
      .addColumn("incident_id", "text", (column) => column.notNull().references("incidents.id"))
      .addColumn("place", "text", (column) => column.notNull())
      .addColumn("thread_key", "text", (column) => column.notNull())
      .addColumn("connection", "text", (column) => column.notNull())
      .addColumn("severity", "text", (column) => column.notNull())
      .addColumn("told", "text", (column) => column.notNull())
      .addColumn("letters", "integer", (column) => column.notNull())
      .addColumn("first_at", "text", (column) => column.notNull())
      .addColumn("last_at", "text", (column) => column.notNull())
      .addColumn("closed_at", "text")
      .addPrimaryKeyConstraint("notices_key", ["incident_id", "place"]),
    schema.createIndex("notices_open").on("notices").columns(["place", "closed_at"]),
  ],
};
