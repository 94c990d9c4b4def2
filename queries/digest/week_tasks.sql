-- @question How many runs of each Snowflake task failed in a week, and does the latest one still fail?
-- @grain    one row per connection and task that ran
-- @reads    snowflake_task_runs
-- @window   since until
-- @param    since       TIMESTAMP first moment [default: now-7d]
-- @param    until       TIMESTAMP moment after the last [default: now]
-- @returns  connection  VARCHAR   configured connection
-- @returns  task        VARCHAR   DATABASE.SCHEMA.TASK
-- @returns  runs        BIGINT    runs
-- @returns  failed      BIGINT    of these, runs whose last attempt failed
-- @returns  last_state  VARCHAR   state of the last attempt of the latest run
-- @caveat   Account usage lags by up to 45 minutes.
with runs as (
    select connection, concat_ws('.', "database", "schema", task) as task, run_id,
        arg_max(state, attempt) as state,
        max(scheduled_at) as scheduled_at
    from snowflake_task_runs
    where scheduled_at >= $since::timestamp
        and scheduled_at < $until::timestamp
        and state not in ('SKIPPED', 'CANCELLED', 'SCHEDULED')
    group by connection, "database", "schema", task, run_id
)

select connection, task,
    count(*) as runs,
    count(*) filter (where state in ('FAILED', 'FAILED_AND_AUTO_SUSPENDED')) as failed,
    arg_max(state, (scheduled_at, run_id)) as last_state
from runs
group by connection, task
order by connection, failed desc, task
