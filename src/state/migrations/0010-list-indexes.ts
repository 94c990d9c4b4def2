import { sql } from "kysely";

import type { Migration } from "../migration.ts";

const listed = sql<boolean>`merged_into is null`;

/**
 * Lists read in their own order, so that a page reads its rows and no others; counts read the index alone. SQLite takes an
 * index over an expression only where the statement has the same one: see incident-page.ts.
 */
export const listIndexes: Migration = {
  name: "0010-list-indexes",
  up: (schema) => [
    schema
      .createIndex("incidents_by_severity")
      .on("incidents")
      .expression(
        sql`case severity when 'critical' then 3 when 'high' then 2 when 'medium' then 1 else 0 end`,
      )
      .column("id")
      .where(listed),
    schema.createIndex("incidents_by_age").on("incidents").columns(["opened_at", "id"]).where(listed),
    schema
      .createIndex("incidents_by_cost")
      .on("incidents")
      .expression(sql`coalesce(cost_usd, -1)`)
      .column("id")
      .where(listed),
    // In the order in which they are grouped, and with all that is summed. It names `merged_into` because SQLite reads the
    // row for it else, although it can only be null here.
    schema
      .createIndex("incidents_counted")
      .on("incidents")
      .columns(["status", "severity", "type", "connection", "cost_usd", "projected_6h_usd"])
      .columns(["snoozed_until", "acknowledged_by", "merged_into"])
      .where(listed),
    schema
      .createIndex("incidents_absorbed")
      .on("incidents")
      .column("merged_into")
      .where(sql<boolean>`merged_into is not null`),
    schema.createIndex("findings_by_judgement").on("findings").columns(["last_at desc", "id"]),
    schema.createIndex("findings_by_time").on("findings").columns(["from_at", "to_at"]),
    schema.createIndex("approvals_by_age").on("approvals").columns(["proposed_at", "id"]),
    schema.createIndex("approvals_by_incident").on("approvals").columns(["incident_id", "proposed_at", "id"]),
    schema.createIndex("sampled_traces_by_time").on("sampled_traces").column("started_at"),
  ],
};
