/**
 * Statements that ran in the account.
 * Upstream: SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY, up to 45 minutes behind.
 */
import { z } from "zod";

import { at, id, int, real, text, time } from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable } from "../../src/contracts/table.ts";
import { aTime, boundsOf, LOOKBACK_MINUTES, maybeTime, readRow, SCOPE, viewPages } from "./account-usage.ts";
import type { SnowflakeClient } from "./client.ts";

// A statement appears when it has ended: a long one belongs to the window of its start as well.
const SQL = `
with queries as (
    select
        query_id, query_text, query_type, user_name, role_name, warehouse_name, database_name, schema_name,
        execution_status, error_code, error_message, start_time, end_time, total_elapsed_time, bytes_scanned,
        partitions_scanned, partitions_total, rows_produced, credits_used_cloud_services, query_tag
    from snowflake.account_usage.query_history
    where (end_time >= cast(? as timestamp_ltz) and end_time < cast(? as timestamp_ltz))
        or (start_time >= cast(? as timestamp_ltz) and start_time < cast(? as timestamp_ltz))
)
select
    query_id, query_text, query_type, user_name, role_name, warehouse_name, database_name, schema_name,
    execution_status, error_code, error_message,
    cast(convert_timezone('UTC', start_time) as timestamp_ntz) as start_time,
    cast(convert_timezone('UTC', end_time) as timestamp_ntz) as end_time,
    total_elapsed_time, bytes_scanned, partitions_scanned, partitions_total, rows_produced,
    credits_used_cloud_services, query_tag
from queries
order by queries.end_time, queries.query_id
`;

const Query = z.object({
  QUERY_ID: z.string().min(1),
  QUERY_TEXT: lenient.maybeText,
  QUERY_TYPE: lenient.maybeText,
  USER_NAME: lenient.maybeText,
  ROLE_NAME: lenient.maybeText,
  WAREHOUSE_NAME: lenient.maybeText,
  DATABASE_NAME: lenient.maybeText,
  SCHEMA_NAME: lenient.maybeText,
  EXECUTION_STATUS: lenient.maybeText,
  ERROR_CODE: lenient.maybeId,
  ERROR_MESSAGE: lenient.maybeText,
  START_TIME: aTime,
  END_TIME: maybeTime,
  TOTAL_ELAPSED_TIME: lenient.maybeReal,
  BYTES_SCANNED: lenient.maybeInt,
  PARTITIONS_SCANNED: lenient.maybeInt,
  PARTITIONS_TOTAL: lenient.maybeInt,
  ROWS_PRODUCED: lenient.maybeInt,
  CREDITS_USED_CLOUD_SERVICES: lenient.maybeReal,
  QUERY_TAG: lenient.maybeText,
});

export const snowflakeQueries = defineTable({
  name: "snowflake_queries",
  grain: "one statement",
  key: ["query_id"],
  time: "started_at",
  time_moves: false,
  lookback_minutes: LOOKBACK_MINUTES,
  row: z.object({
    query_id: id("Snowflake's id; joins to snowflake_task_runs.query_id"),
    query_text: text("The statement, cut by Snowflake at 100,000 characters"),
    query_type: text("SELECT, INSERT, MERGE, CALL and so on"),
    user_name: text("Who ran it"),
    role_name: text("Role it ran as"),
    warehouse: text("Warehouse it ran on; null when it needed none"),
    database: text("Database in use"),
    schema: text("Schema in use"),
    execution_status: text("SUCCESS, FAIL or INCIDENT"),
    error_code: text("Snowflake's error code, when it failed"),
    error_message: text("What went wrong, in Snowflake's words"),
    started_at: time("When it started"),
    ended_at: at("When it ended"),
    elapsed_ms: real("From start to end, queueing included"),
    bytes_scanned: int("Bytes read"),
    partitions_scanned: int("Micro-partitions read"),
    partitions_total: int("Micro-partitions of the tables it read"),
    rows_produced: int("Rows it gave or changed"),
    credits_cloud_services: real(
      "Credits of cloud services; those of the warehouse are in snowflake_warehouse_metering",
    ),
    query_tag: text("QUERY_TAG of the session; sentinel for our own"),
  }),
  map(item) {
    const query = readRow(Query, item);
    return [
      {
        query_id: query.QUERY_ID,
        query_text: query.QUERY_TEXT,
        query_type: query.QUERY_TYPE,
        user_name: query.USER_NAME,
        role_name: query.ROLE_NAME,
        warehouse: query.WAREHOUSE_NAME,
        database: query.DATABASE_NAME,
        schema: query.SCHEMA_NAME,
        execution_status: query.EXECUTION_STATUS,
        error_code: query.ERROR_CODE,
        error_message: query.ERROR_MESSAGE,
        started_at: query.START_TIME,
        ended_at: query.END_TIME,
        elapsed_ms: query.TOTAL_ELAPSED_TIME,
        bytes_scanned: query.BYTES_SCANNED,
        partitions_scanned: query.PARTITIONS_SCANNED,
        partitions_total: query.PARTITIONS_TOTAL,
        rows_produced: query.ROWS_PRODUCED,
        credits_cloud_services: query.CREDITS_USED_CLOUD_SERVICES,
        query_tag: query.QUERY_TAG,
      },
    ];
  },
  feed: {
    slicing: { kind: "window", hours: 24 },
    endpoint: "SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY (up to 45 minutes behind)",
    scope: SCOPE,
    pull: (client: SnowflakeClient, window, context) =>
      viewPages(client, "query_history", { sql: SQL, binds: boundsOf(window, 2) }, Query, context),
  },
});
