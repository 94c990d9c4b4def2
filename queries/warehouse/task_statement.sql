-- @question What did a task's statement do: text, error, time, data read?
-- @grain    one row per connection and statement
-- @reads    snowflake_task_runs, snowflake_queries
-- @optional snowflake_queries
-- @param    query_id      VARCHAR   statement
-- @returns  connection    VARCHAR   configured connection
-- @returns  query_id      VARCHAR   statement
-- @returns  task          VARCHAR   DATABASE.SCHEMA.TASK, null when no known task ran it
-- @returns  statement     VARCHAR   its text
-- @returns  error_code    VARCHAR   error, null when it succeeded
-- @returns  error_message VARCHAR   its message
-- @returns  warehouse     VARCHAR   warehouse, null when the query history does not have it
-- @returns  started_at    TIMESTAMP when it began
-- @returns  elapsed_ms    DOUBLE    duration
-- @returns  bytes_scanned BIGINT    bytes read
-- @returns  rows_produced BIGINT    rows written or returned
-- @caveat   The query history lags by up to 45 minutes.
with runs as (
    select connection, query_id,
        min(concat_ws('.', "database", "schema", task)) as task,
        min(query_text) as query_text,
        min(error_code) as error_code,
        min(error_message) as error_message,
        min(started_at) as started_at
    from snowflake_task_runs
    where query_id = $query_id::varchar
    group by connection, query_id
),

statements as (
    select connection, query_id, query_text, error_code, error_message, warehouse, started_at, elapsed_ms,
        bytes_scanned, rows_produced
    from snowflake_queries
    where query_id = $query_id::varchar
)

select connection, query_id, runs.task,
    coalesce(statements.query_text, runs.query_text) as statement,
    coalesce(statements.error_code, runs.error_code) as error_code,
    coalesce(statements.error_message, runs.error_message) as error_message,
    statements.warehouse,
    coalesce(statements.started_at, runs.started_at) as started_at,
    statements.elapsed_ms, statements.bytes_scanned, statements.rows_produced
from runs
full join statements using (connection, query_id)
order by connection
