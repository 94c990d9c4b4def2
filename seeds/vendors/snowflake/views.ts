/** The ACCOUNT_USAGE views that the loopback account has, with the types their columns have in Snowflake. */

/** `moment` is TIMESTAMP_LTZ, `number` NUMBER(38,0), `credits` NUMBER(38,9). */
export type ViewType = "text" | "number" | "credits" | "moment";
export type View = { name: string; table: string; columns: Record<string, ViewType> };

const columns = (type: ViewType, names: string) =>
  Object.fromEntries(names.split(" ").map((name): [string, ViewType] => [name, type]));

export const VIEWS: View[] = [
  {
    name: "task_history",
    table: "snowflake_task_runs",
    columns: {
      ...columns(
        "text",
        "NAME QUERY_TEXT CONDITION_TEXT SCHEMA_NAME DATABASE_NAME STATE RETURN_VALUE QUERY_ID ERROR_CODE " +
          "ERROR_MESSAGE ROOT_TASK_ID SCHEDULED_FROM CONFIG",
      ),
      ...columns("number", "TASK_SCHEMA_ID TASK_DATABASE_ID GRAPH_VERSION RUN_ID ATTEMPT_NUMBER INSTANCE_ID"),
      ...columns("moment", "SCHEDULED_TIME QUERY_START_TIME COMPLETED_TIME"),
    },
  },
  {
    name: "query_history",
    table: "snowflake_queries",
    columns: {
      ...columns(
        "text",
        "QUERY_ID QUERY_TEXT DATABASE_NAME SCHEMA_NAME QUERY_TYPE USER_NAME ROLE_NAME WAREHOUSE_NAME WAREHOUSE_SIZE " +
          "WAREHOUSE_TYPE QUERY_TAG EXECUTION_STATUS ERROR_CODE ERROR_MESSAGE",
      ),
      ...columns(
        "number",
        "SESSION_ID WAREHOUSE_ID TOTAL_ELAPSED_TIME BYTES_SCANNED ROWS_PRODUCED PARTITIONS_SCANNED PARTITIONS_TOTAL " +
          "COMPILATION_TIME EXECUTION_TIME QUEUED_OVERLOAD_TIME QUEUED_PROVISIONING_TIME",
      ),
      ...columns("credits", "CREDITS_USED_CLOUD_SERVICES"),
      ...columns("moment", "START_TIME END_TIME"),
    },
  },
  {
    name: "warehouse_metering_history",
    table: "snowflake_warehouse_metering",
    columns: {
      ...columns("text", "WAREHOUSE_NAME"),
      ...columns("number", "WAREHOUSE_ID"),
      ...columns("credits", "CREDITS_USED CREDITS_USED_COMPUTE CREDITS_USED_CLOUD_SERVICES"),
      ...columns("moment", "START_TIME END_TIME"),
    },
  },
];
