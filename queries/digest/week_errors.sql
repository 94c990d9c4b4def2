-- @question How many errors did Sentry receive in each hour of a week?
-- @grain    one row per connection and clock hour with at least one event
-- @reads    sentry_events
-- @window   since until
-- @param    since       TIMESTAMP first moment [default: now-7d]
-- @param    until       TIMESTAMP moment after the last [default: now]
-- @returns  connection  VARCHAR   configured connection
-- @returns  hour        TIMESTAMP start of the clock hour, UTC
-- @returns  events      BIGINT    events
-- @caveat   Sentry samples some events and keeps them for a limited time: fewer may be here than happened.
select
    connection,
    date_trunc('hour', occurred_at) as hour,
    count(*) as events
from sentry_events
where occurred_at >= $since::timestamp
    and occurred_at < $until::timestamp
group by connection, date_trunc('hour', occurred_at)
order by connection, hour
