-- @question How many model calls, failed steps and dollars did each hour of a week have?
-- @grain    one row per connection and clock hour with at least one observation
-- @reads    llm_cost_hourly
-- @window   since until
-- @param    since       TIMESTAMP      first moment [default: now-7d]
-- @param    until       TIMESTAMP      moment after the last [default: now]
-- @returns  connection  VARCHAR        configured connection
-- @returns  hour        TIMESTAMP      start of the clock hour, UTC
-- @returns  generations BIGINT         model calls
-- @returns  failed      BIGINT         observations of level ERROR
-- @returns  cost_usd    DECIMAL(38,10) spend
-- @caveat   An hour belongs to the day in which it starts, also where a time zone's days start within a clock hour.
select
    connection,
    hour,
    sum(generations)::bigint as generations,
    sum(errors)::bigint as failed,
    sum(cost_usd) as cost_usd
from llm_cost_hourly
where hour >= $since::timestamp
    and hour < $until::timestamp
group by connection, hour
order by connection, hour
