-- @question How many errors were there, hour by hour, as Sentry and as Langfuse saw them?
-- @grain    one row per connection, clock hour and system with at least one error
-- @reads    sentry_events, llm_cost_hourly
-- @optional sentry_events, llm_cost_hourly
-- @window   since until
-- @param    since      TIMESTAMP first moment [default: now-24h]
-- @param    until      TIMESTAMP moment after the last [default: now]
-- @returns  connection VARCHAR   configured connection
-- @returns  hour       TIMESTAMP start of the clock hour, UTC
-- @returns  system     VARCHAR   sentry: events; langfuse: observations of level ERROR
-- @returns  errors     BIGINT    how many
-- @caveat   Both systems may have seen the same failure: do not add them up.
with events as (
    select connection, date_trunc('hour', occurred_at) as hour, count(*) as errors
    from sentry_events
    where occurred_at >= $since::timestamp
        and occurred_at < $until::timestamp
    group by connection, date_trunc('hour', occurred_at)
),

failed as (
    select connection, hour, sum(errors)::bigint as errors
    from llm_cost_hourly
    where hour >= $since::timestamp
        and hour < $until::timestamp
    group by connection, hour
)

select connection, hour, 'sentry' as system, errors from events
union all
select connection, hour, 'langfuse', errors from failed where errors > 0
order by connection, hour, system
