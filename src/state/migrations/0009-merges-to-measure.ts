import type { Migration } from "../migration.ts";

export const mergesToMeasure: Migration = {
  name: "0009-merges-to-measure",
  up: (schema) => [
    schema
      .createTable("merges_to_measure")
      .addColumn("repo", "text", (column) => column.notNull())
      .addColumn("number", "integer", (column) => column.notNull())
      .addColumn("merged_at", "text", (column) => column.notNull())
      .addColumn("next_at", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("merges_to_measure_key", ["repo", "number"]),
  ],
};
