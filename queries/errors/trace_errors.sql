-- @question Which traces had errors in a window, in the model's trace or in Sentry?
-- @grain    one row per connection and trace with an ERROR observation or a Sentry event
-- @reads    llm_observations, sentry_events
-- @window   since until
-- @param    since        TIMESTAMP first moment [default: now-24h]
-- @param    until        TIMESTAMP moment after the last [default: now]
-- @returns  connection   VARCHAR   configured connection
-- @returns  trace_id     VARCHAR   trace
-- @returns  agent        VARCHAR   agent as the trace names it, null when only Sentry knows the trace
-- @returns  release      VARCHAR   release the trace carried
-- @returns  observation_errors BIGINT observations of level ERROR
-- @returns  sentry_events BIGINT   Sentry events that carry the trace's id
-- @returns  issue_ids    VARCHAR[] their issues
-- @returns  first_at     TIMESTAMP first error
-- @returns  last_at      TIMESTAMP last error
-- @returns  cost_usd     DOUBLE    spend of the trace in the window
-- @caveat   A Sentry event without a trace id belongs to no row here; errors_in_window has it.
with traces as (
    select connection, trace_id,
        min(agent) as agent,
        min(release) as release,
        count(*) filter (where level = 'ERROR') as observation_errors,
        min(started_at) filter (where level = 'ERROR') as first_at,
        max(started_at) filter (where level = 'ERROR') as last_at,
        coalesce(sum(cost_usd), 0)::double as cost_usd
    from llm_observations
    where started_at >= $since::timestamp
        and started_at < $until::timestamp
        and trace_id is not null
    group by connection, trace_id
),

events as (
    select connection, trace_id,
        count(*) as sentry_events,
        list(distinct issue_id order by issue_id) filter (where issue_id is not null) as issue_ids,
        min(occurred_at) as first_at,
        max(occurred_at) as last_at
    from sentry_events
    where occurred_at >= $since::timestamp
        and occurred_at < $until::timestamp
        and trace_id is not null
    group by connection, trace_id
)

select connection, trace_id,
    traces.agent,
    traces.release,
    coalesce(traces.observation_errors, 0) as observation_errors,
    coalesce(events.sentry_events, 0) as sentry_events,
    coalesce(events.issue_ids, []) as issue_ids,
    least(traces.first_at, events.first_at) as first_at,
    greatest(traces.last_at, events.last_at) as last_at,
    coalesce(traces.cost_usd, 0) as cost_usd
from traces
full join events using (connection, trace_id)
where coalesce(traces.observation_errors, 0) + coalesce(events.sentry_events, 0) > 0
order by connection, first_at, trace_id
