/**
 * Runs of Snowflake tasks that have ended.
 * Upstream: SNOWFLAKE.ACCOUNT_USAGE.TASK_HISTORY, up to 45 minutes behind, finished runs only; the text of failed
 * statements from QUERY_HISTORY where the run does not give it.
 */
import { z } from "zod";

import { at, id, int, text, time } from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable } from "../../src/contracts/table.ts";
import { aTime, boundsOf, LOOKBACK_MINUTES, maybeTime, readRow, SCOPE, viewPages } from "./account-usage.ts";
import type { SnowflakeClient } from "./client.ts";
import { withStatementTexts } from "./statement-texts.ts";

// A long run is scheduled in one window and completed in another: it belongs to both.
const SQL = `
with runs as (
    select
        database_name, schema_name, name, run_id, attempt_number, query_id, state, error_code, error_message,
        query_text, scheduled_time, query_start_time, completed_time, root_task_id, return_value
    from snowflake.account_usage.task_history
    where (completed_time >= cast(? as timestamp_ltz) and completed_time < cast(? as timestamp_ltz))
        or (scheduled_time >= cast(? as timestamp_ltz) and scheduled_time < cast(? as timestamp_ltz))
)
select
    database_name, schema_name, name, run_id, attempt_number, query_id, state, error_code, error_message, query_text,
    cast(convert_timezone('UTC', scheduled_time) as timestamp_ntz) as scheduled_time,
    cast(convert_timezone('UTC', query_start_time) as timestamp_ntz) as query_start_time,
    cast(convert_timezone('UTC', completed_time) as timestamp_ntz) as completed_time,
    root_task_id, return_value
from runs
order by runs.completed_time, runs.run_id, runs.attempt_number
`;

const Run = z.object({
  DATABASE_NAME: lenient.maybeName,
  SCHEMA_NAME: lenient.maybeName,
  NAME: z.string().min(1),
  RUN_ID: lenient.maybeId,
  ATTEMPT_NUMBER: lenient.maybeInt,
  QUERY_ID: lenient.maybeName,
  STATE: lenient.maybeText,
  ERROR_CODE: lenient.maybeId,
  ERROR_MESSAGE: lenient.maybeText,
  QUERY_TEXT: lenient.maybeText,
  SCHEDULED_TIME: aTime,
  QUERY_START_TIME: maybeTime,
  COMPLETED_TIME: maybeTime,
  ROOT_TASK_ID: lenient.maybeId,
  RETURN_VALUE: lenient.maybeText,
});

const Place = z.object({ database: z.string(), schema: z.string() });

export const snowflakeTaskRuns = defineTable({
  name: "snowflake_task_runs",
  grain: "one attempt at a run of a task",
  key: ["database", "schema", "task", "run_id", "attempt", "query_id"],
  time: "scheduled_at",
  time_moves: false,
  lookback_minutes: LOOKBACK_MINUTES,
  row: z.object({
    database: id("Database of the task"),
    schema: id("Schema of the task"),
    task: id("Name of the task"),
    run_id: id("Run of the task graph; its retries share it"),
    attempt: int("1 for the first attempt"),
    query_id: text("Statement that the task ran; joins to snowflake_queries. Empty for a skipped run"),
    state: text("SUCCEEDED, FAILED, FAILED_AND_AUTO_SUSPENDED, CANCELLED or SKIPPED"),
    error_code: text("Snowflake's error code, when it failed"),
    error_message: text("What went wrong, in Snowflake's words"),
    query_text: text("The statement"),
    scheduled_at: time("When it was to start"),
    started_at: at("When its statement started; null for a skipped run"),
    completed_at: at("When it ended"),
    root_task_id: text("First task of the graph"),
    return_value: text("What the task set as its return value"),
  }),
  map(item, context) {
    const run = readRow(Run, item);
    const [database, schema] = context.parent?.split(".") ?? [];
    return [
      {
        ...Place.parse({ database: run.DATABASE_NAME ?? database, schema: run.SCHEMA_NAME ?? schema }),
        task: run.NAME,
        // The view fills it with the scheduled time in milliseconds, for graphs and single tasks alike.
        run_id: run.RUN_ID ?? String(Date.parse(run.SCHEDULED_TIME)),
        attempt: run.ATTEMPT_NUMBER ?? 1,
        query_id: run.QUERY_ID ?? "",
        state: run.STATE,
        error_code: run.ERROR_CODE,
        error_message: run.ERROR_MESSAGE,
        query_text: run.QUERY_TEXT,
        scheduled_at: run.SCHEDULED_TIME,
        started_at: run.QUERY_START_TIME,
        completed_at: run.COMPLETED_TIME,
        root_task_id: run.ROOT_TASK_ID,
        return_value: run.RETURN_VALUE,
      },
    ];
  },
  feed: {
    slicing: { kind: "window", hours: 7 * 24 },
    endpoint: "SNOWFLAKE.ACCOUNT_USAGE.TASK_HISTORY (up to 45 minutes behind)",
    scope: SCOPE,
    async *pull(client: SnowflakeClient, window, context) {
      const select = { sql: SQL, binds: boundsOf(window, 2) };
      for await (const page of viewPages(client, "task_history", select, Run, context)) {
        yield { ...page, items: await withStatementTexts(client, page.items, context) };
      }
    },
  },
});
