-- @question What was spent in each hour, whoever spent it?
-- @grain    one row per connection and clock hour
-- @reads    llm_cost_hourly
-- @window   since until
-- @param    since       TIMESTAMP      first moment [default: now-24h]
-- @param    until       TIMESTAMP      moment after the last [default: now]
-- @returns  connection  VARCHAR        configured connection the spend came from
-- @returns  hour        TIMESTAMP      start of the clock hour, UTC
-- @returns  generations BIGINT         model calls
-- @returns  cost_usd    DECIMAL(38,10) spend
-- @caveat   Whole clock hours that start in the window: spend before `since` in the same hour is left out.
select
    connection,
    hour,
    sum(generations)::bigint as generations,
    sum(cost_usd) as cost_usd
from llm_cost_hourly
where hour >= $since::timestamp
    and hour < $until::timestamp
group by connection, hour
order by connection, hour
