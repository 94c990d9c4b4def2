import { CompiledQuery, sql, type Compilable } from "kysely";

import type { Migration } from "../migration.ts";

/**
 * What is done about a pull request is about no incident. SQLite cannot take `not null` off a column, so the table is
 * built anew; its votes step aside meanwhile, since they refer to it.
 */
export const pullRisk: Migration = {
  name: "0008-pull-risk",
  up: (schema) => [
    run("create table approval_votes_aside as select * from approval_votes"),
    schema.dropTable("approval_votes"),
    schema
      .createTable("approvals_next")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("incident_id", "text", (column) => column.references("incidents.id"))
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
    run("insert into approvals_next select * from approvals"),
    schema.dropTable("approvals"),
    schema.alterTable("approvals_next").renameTo("approvals"),
    schema.createIndex("approvals_by_status").on("approvals").columns(["status", "expires_at"]),
    schema
      .createIndex("approvals_live")
      .on("approvals")
      .unique()
      .columns(["incident_id", "action", "args"])
      .where(sql<boolean>`status in ('proposed', 'approved', 'running', 'unknown')`),
    // About a pull request one thing of a kind is under way at a time: two texts must not overtake each other.
    schema
      .createIndex("approvals_live_of_pull")
      .on("approvals")
      .unique()
      .columns(["action", "resource"])
      .where(
        sql<boolean>`incident_id is null and (status in ('proposed', 'approved', 'running') or (status = 'unknown' and next_at is not null))`,
      ),
    schema.createIndex("approvals_by_resource").on("approvals").columns(["resource", "action"]),
    schema
      .createTable("approval_votes")
      .addColumn("approval_id", "text", (column) => column.notNull().references("approvals.id"))
      .addColumn("by", "text", (column) => column.notNull())
      .addColumn("vote", "text", (column) => column.notNull())
      .addColumn("reason", "text")
      .addColumn("via", "text", (column) => column.notNull())
      .addColumn("at", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("approval_votes_key", ["approval_id", "by"]),
    run("insert into approval_votes select * from approval_votes_aside"),
    schema.dropTable("approval_votes_aside"),
    schema.dropTable("risk_comments"),
    schema
      .createTable("risk_comments")
      .addColumn("repo", "text", (column) => column.notNull())
      .addColumn("number", "integer", (column) => column.notNull())
      .addColumn("comment_id", "integer", (column) => column.notNull())
      .addColumn("written_at", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("risk_comments_key", ["repo", "number"]),
    schema
      .createTable("pulls_to_assess")
      .addColumn("repo", "text", (column) => column.notNull())
      .addColumn("number", "integer", (column) => column.notNull())
      .addColumn("version", "integer", (column) => column.notNull())
      .addColumn("asked_at", "text", (column) => column.notNull())
      .addColumn("tries", "integer", (column) => column.notNull())
      .addColumn("next_at", "text", (column) => column.notNull())
      .addColumn("lease_by", "text")
      .addColumn("lease_until", "text")
      .addPrimaryKeyConstraint("pulls_to_assess_key", ["repo", "number"]),
  ],
};

function run(statement: string): Compilable {
  return { compile: () => CompiledQuery.raw(statement) };
}
