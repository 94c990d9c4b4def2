/** Rows of SNOWFLAKE.ACCOUNT_USAGE as its views name them: TASK_HISTORY, QUERY_HISTORY, WAREHOUSE_METERING_HISTORY. */
import { iso } from "../times.ts";

export type TaskFacts = {
  database: string;
  schema: string;
  name: string;
  statement: string;
  warehouse: string;
  root_id: string;
};

/** A task of the database reports at most 45 minutes late. */
export const ACCOUNT_USAGE_LAG_MINUTES = 45;

export function taskRun(
  task: TaskFacts,
  run: {
    scheduled: number;
    started: number;
    completed: number;
    state: "SUCCEEDED" | "FAILED" | "CANCELLED" | "SKIPPED";
    query_id: string | null;
    attempt: number;
    error?: { code: string; message: string };
  },
) {
  return {
    NAME: task.name,
    QUERY_TEXT: task.statement,
    CONDITION_TEXT: null,
    SCHEMA_NAME: task.schema,
    TASK_SCHEMA_ID: 21,
    DATABASE_NAME: task.database,
    TASK_DATABASE_ID: 7,
    SCHEDULED_TIME: iso(run.scheduled),
    COMPLETED_TIME: iso(run.completed),
    STATE: run.state,
    RETURN_VALUE: null,
    QUERY_ID: run.query_id,
    QUERY_START_TIME: run.query_id === null ? null : iso(run.started),
    ERROR_CODE: run.error?.code ?? null,
    ERROR_MESSAGE: run.error?.message ?? null,
    GRAPH_VERSION: 3,
    RUN_ID: run.scheduled,
    ROOT_TASK_ID: task.root_id,
    SCHEDULED_FROM: run.attempt > 1 ? "RETRY" : "SCHEDULE",
    ATTEMPT_NUMBER: run.attempt,
    CONFIG: null,
  };
}

export function queryRun(query: {
  id: string;
  text: string;
  type: string;
  user: string;
  role: string;
  warehouse: string;
  database: string;
  schema: string;
  started: number;
  elapsed_ms: number;
  error?: { code: string; message: string };
  bytes: number;
  partitions: number;
  scanned: number;
  rows: number;
  tag: string;
}) {
  return {
    QUERY_ID: query.id,
    QUERY_TEXT: query.text,
    DATABASE_NAME: query.database,
    SCHEMA_NAME: query.schema,
    QUERY_TYPE: query.type,
    SESSION_ID: 70_368_744_177_664,
    USER_NAME: query.user,
    ROLE_NAME: query.role,
    WAREHOUSE_NAME: query.warehouse,
    WAREHOUSE_SIZE: "X-Small",
    QUERY_TAG: query.tag,
    EXECUTION_STATUS: query.error === undefined ? "SUCCESS" : "FAIL",
    ERROR_CODE: query.error?.code ?? null,
    ERROR_MESSAGE: query.error?.message ?? null,
    START_TIME: iso(query.started),
    END_TIME: iso(query.started + query.elapsed_ms),
    TOTAL_ELAPSED_TIME: query.elapsed_ms,
    BYTES_SCANNED: query.bytes,
    ROWS_PRODUCED: query.rows,
    PARTITIONS_SCANNED: query.scanned,
    PARTITIONS_TOTAL: query.partitions,
    CREDITS_USED_CLOUD_SERVICES: 0.000012,
  };
}

const round = (credits: number) => Number(credits.toFixed(9));

export function warehouseHour(hour: { warehouse: string; at: number; compute: number; cloud: number }) {
  return {
    START_TIME: iso(hour.at),
    END_TIME: iso(hour.at + 3_600_000),
    WAREHOUSE_ID: 1,
    WAREHOUSE_NAME: hour.warehouse,
    CREDITS_USED: round(hour.compute + hour.cloud),
    CREDITS_USED_COMPUTE: round(hour.compute),
    CREDITS_USED_CLOUD_SERVICES: round(hour.cloud),
  };
}
