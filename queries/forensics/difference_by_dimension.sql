-- @question How much of the spend, errors and counts of a window and of a baseline lies at each value of each dimension?
-- @grain    one row per connection, subject, dimension and value, at most `most` of a dimension, and one for its other values
-- @reads    llm_observations, sentry_events, slack_messages, snowflake_task_runs
-- @optional sentry_events, slack_messages, snowflake_task_runs
-- @window   since until
-- @param    since           TIMESTAMP start of the window [default: now-1h]
-- @param    until           TIMESTAMP end of the window [default: now]
-- @param    baseline_since  TIMESTAMP start of the baseline [default: now-2h]
-- @param    baseline_until  TIMESTAMP end of the baseline [default: now-1h]
-- @param    connections     VARCHAR[] only these connections; empty for all [default: ]
-- @param    dimension       VARCHAR   only this dimension; null for all [default: null]
-- @param    most            BIGINT    values of each dimension, those with the greatest differences [default: 20]
-- @returns  connection      VARCHAR   configured connection
-- @returns  subject         VARCHAR   observations, sentry_events, messages or task_runs
-- @returns  dimension       VARCHAR   model, prompt, release and so on
-- @returns  value           VARCHAR   its value, null where none was given and for the other values together
-- @returns  other_values    BIGINT    how many values this row stands for; 0 for a value of its own
-- @returns  window_count    BIGINT    rows of the subject in the window
-- @returns  baseline_count  BIGINT    rows of the subject in the baseline
-- @returns  window_errors   BIGINT    of them errors: level ERROR, every Sentry event, failed task runs
-- @returns  baseline_errors BIGINT    of them errors in the baseline
-- @returns  window_cost_usd DOUBLE    spend in the window
-- @returns  baseline_cost_usd DOUBLE  spend in the baseline
-- @caveat   The values of one dimension add up to the whole of its subject; different dimensions cut the same whole.
with counted as (
    select connection, 'observations' as subject, model, prompt, release, environment, trace_name, step, type, user_id, level,
        null as issue, null as project, null as channel, null as task, null as state, in_window,
        count(*) as rows_here,
        count(*) filter (where level = 'ERROR') as errors,
        coalesce(sum(cost_usd), 0) as cost_usd
    from (
        select connection, model, prompt_name || coalesce(' v' || prompt_version, '') as prompt, release, environment,
            agent as trace_name, name as step, type, user_id, level, cost_usd,
            started_at >= $since::timestamp and started_at < $until::timestamp as in_window
        from llm_observations
        -- The span around both is read by the order of the rows; an `or` alone is not.
        where started_at >= least($since::timestamp, $baseline_since::timestamp)
            and started_at < greatest($until::timestamp, $baseline_until::timestamp)
            and (
                (started_at >= $since::timestamp and started_at < $until::timestamp)
                or (started_at >= $baseline_since::timestamp and started_at < $baseline_until::timestamp)
            )
    )
    group by all
    union all
    select connection, 'sentry_events', null, null, release, environment, null, null, null, null, level, title, project, null,
        null, null, occurred_at >= $since::timestamp and occurred_at < $until::timestamp, count(*), count(*), 0
    from sentry_events
    where occurred_at >= least($since::timestamp, $baseline_since::timestamp)
        and occurred_at < greatest($until::timestamp, $baseline_until::timestamp)
        and (
            (occurred_at >= $since::timestamp and occurred_at < $until::timestamp)
            or (occurred_at >= $baseline_since::timestamp and occurred_at < $baseline_until::timestamp)
        )
    group by all
    union all
    select connection, 'messages', null, null, null, null, null, null, null, null, null, null, null, channel, null, null,
        sent_at >= $since::timestamp and sent_at < $until::timestamp, count(*), 0, 0
    from slack_messages
    where sent_at >= least($since::timestamp, $baseline_since::timestamp)
        and sent_at < greatest($until::timestamp, $baseline_until::timestamp)
        and (
            (sent_at >= $since::timestamp and sent_at < $until::timestamp)
            or (sent_at >= $baseline_since::timestamp and sent_at < $baseline_until::timestamp)
        )
    group by all
    union all
    select connection, 'task_runs', null, null, null, null, null, null, null, null, null, null, null, null,
        concat_ws('.', "database", "schema", task), state,
        scheduled_at >= $since::timestamp and scheduled_at < $until::timestamp, count(*),
        count(*) filter (where state in ('FAILED', 'FAILED_AND_AUTO_SUSPENDED')), 0
    from snowflake_task_runs
    where scheduled_at >= least($since::timestamp, $baseline_since::timestamp)
        and scheduled_at < greatest($until::timestamp, $baseline_until::timestamp)
        and (
            (scheduled_at >= $since::timestamp and scheduled_at < $until::timestamp)
            or (scheduled_at >= $baseline_since::timestamp and scheduled_at < $baseline_until::timestamp)
        )
    group by all
),

-- One row per way to cut the whole, before anything is summed again.
cut as (
    select connection, subject, unnest(
        case subject
            when 'observations' then [
                {'dimension': 'model', 'value': model}, {'dimension': 'prompt', 'value': prompt},
                {'dimension': 'release', 'value': release}, {'dimension': 'environment', 'value': environment},
                {'dimension': 'trace_name', 'value': trace_name}, {'dimension': 'step', 'value': step},
                {'dimension': 'type', 'value': type}, {'dimension': 'user', 'value': user_id},
                {'dimension': 'level', 'value': level}
            ]
            when 'sentry_events' then [
                {'dimension': 'error', 'value': issue}, {'dimension': 'project', 'value': project},
                {'dimension': 'release', 'value': release}, {'dimension': 'environment', 'value': environment},
                {'dimension': 'level', 'value': level}
            ]
            when 'messages' then [{'dimension': 'channel', 'value': channel}]
            else [{'dimension': 'task', 'value': task}, {'dimension': 'state', 'value': state}]
        end
    ) as part, in_window, rows_here, errors, cost_usd
    from counted
    where $connections::varchar[] = []
        or list_contains($connections::varchar[], connection)
),

summed as (
    select connection, subject, part.dimension as dimension, part.value as value,
        coalesce(sum(rows_here) filter (where in_window), 0) as window_count,
        coalesce(sum(rows_here) filter (where not in_window), 0) as baseline_count,
        coalesce(sum(errors) filter (where in_window), 0) as window_errors,
        coalesce(sum(errors) filter (where not in_window), 0) as baseline_errors,
        coalesce(sum(cost_usd) filter (where in_window), 0) as window_cost_usd,
        coalesce(sum(cost_usd) filter (where not in_window), 0) as baseline_cost_usd
    from cut
    where $dimension::varchar is null
        or part.dimension = $dimension::varchar
    group by connection, subject, part.dimension, part.value
),

ranked as (
    select connection, subject, dimension, value, window_count, baseline_count, window_errors, baseline_errors, window_cost_usd,
        baseline_cost_usd,
        least(
            row_number() over (
                partition by connection, subject, dimension order by abs(window_count - baseline_count) desc, value
            ),
            row_number() over (
                partition by connection, subject, dimension order by abs(window_errors - baseline_errors) desc, value
            ),
            row_number() over (
                partition by connection, subject, dimension order by abs(window_cost_usd - baseline_cost_usd) desc, value
            )
        ) as rank
    from summed
)

select connection, subject, dimension,
    if(rank <= $most::bigint, value, null) as value,
    if(rank <= $most::bigint, 0, count(*)) as other_values,
    sum(window_count)::bigint as window_count,
    sum(baseline_count)::bigint as baseline_count,
    sum(window_errors)::bigint as window_errors,
    sum(baseline_errors)::bigint as baseline_errors,
    sum(window_cost_usd)::double as window_cost_usd,
    sum(baseline_cost_usd)::double as baseline_cost_usd
from ranked
group by connection, subject, dimension, if(rank <= $most::bigint, value, null), rank <= $most::bigint
order by connection, subject, dimension, other_values, window_count desc, value
