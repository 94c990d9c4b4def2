-- @question Which task runs failed, how often in a row, and has the task succeeded since?
-- @grain    one row per connection, task and run that failed at least once and ended in the window
-- @reads    snowflake_task_runs
-- @window   since until
-- @param    since           TIMESTAMP first moment [default: now-24h]
-- @param    until           TIMESTAMP moment after the last [default: now]
-- @param    task            VARCHAR   only this task, as DATABASE.SCHEMA.TASK; null for all [default: null]
-- @returns  connection      VARCHAR   configured connection
-- @returns  task            VARCHAR   DATABASE.SCHEMA.TASK
-- @returns  run_id          VARCHAR   run
-- @returns  attempts        BIGINT    attempts of the run that are known
-- @returns  failed_attempts BIGINT    of these, failed ones
-- @returns  state           VARCHAR   state of its last attempt
-- @returns  scheduled_at    TIMESTAMP when the run was due
-- @returns  failed_at       TIMESTAMP when its last failed attempt ended
-- @returns  error_code      VARCHAR   error of the last failed attempt
-- @returns  error_message   VARCHAR   its message
-- @returns  query_id        VARCHAR   its statement's id, null when it never started
-- @returns  statement       VARCHAR   its statement, cut to 2,000 characters
-- @returns  streak          BIGINT    failed runs in a row up to and with this one
-- @returns  recovered_at    TIMESTAMP first later run that succeeded, null while none has
-- @caveat   A run whose last attempt succeeded is listed with state SUCCEEDED: its retry repaired it.
with attempts as (
    select connection, concat_ws('.', "database", "schema", task) as task, run_id, attempt, state, error_code,
        error_message, nullif(query_id, '') as query_id, query_text, scheduled_at,
        -- Clocks of a vendor's parts differ: no run ends before it was due.
        greatest(scheduled_at, coalesce(completed_at, started_at, scheduled_at)) as ended_at,
        state in ('FAILED', 'FAILED_AND_AUTO_SUSPENDED') as failed
    from snowflake_task_runs
    where scheduled_at >= $since::timestamp - interval 7 days
        and scheduled_at < $until::timestamp
        and state not in ('SKIPPED', 'CANCELLED', 'SCHEDULED')
        and ($task::varchar is null or concat_ws('.', "database", "schema", task) = $task::varchar)
),

runs as (
    select connection, task, run_id,
        count(*) as attempts,
        count(*) filter (where failed) as failed_attempts,
        arg_max(state, (attempt, ended_at)) as state,
        min(scheduled_at) as scheduled_at,
        max(ended_at) as ended_at,
        max(ended_at) filter (where failed) as failed_at,
        arg_max(error_code, (attempt, ended_at)) filter (where failed) as error_code,
        arg_max(error_message, (attempt, ended_at)) filter (where failed) as error_message,
        arg_max(query_id, (attempt, ended_at)) filter (where failed) as query_id,
        arg_max(query_text, (attempt, ended_at)) filter (where failed) as statement
    from attempts
    group by connection, task, run_id
),

-- Runs between two successes form one streak.
numbered as (
    select connection, task, run_id, attempts, failed_attempts, state, scheduled_at, ended_at, failed_at, error_code,
        error_message, query_id, statement,
        count(*) filter (where state = 'SUCCEEDED') over so_far as successes,
        min(ended_at) filter (where state = 'SUCCEEDED') over afterwards as recovered_at
    from runs
    window
        so_far as (
            partition by connection, task order by scheduled_at, run_id
            rows between unbounded preceding and current row
        ),
        afterwards as (
            partition by connection, task order by scheduled_at, run_id
            rows between 1 following and unbounded following
        )
)

select connection, task, run_id, attempts, failed_attempts, state, scheduled_at, failed_at, error_code,
    left(error_message, 1000) as error_message, query_id, left(statement, 2000) as statement,
    if(
        state in ('FAILED', 'FAILED_AND_AUTO_SUSPENDED'),
        count(*) filter (where state in ('FAILED', 'FAILED_AND_AUTO_SUSPENDED')) over (
            partition by connection, task, successes order by scheduled_at, run_id
        ),
        0
    ) as streak,
    if(state = 'SUCCEEDED', ended_at, recovered_at) as recovered_at
from numbered
qualify failed_attempts > 0
    and ended_at >= $since::timestamp
    and ended_at < $until::timestamp
order by connection, task, scheduled_at, run_id
