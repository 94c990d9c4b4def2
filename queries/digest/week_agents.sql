-- @question What did each agent cost and how often did it fail, over a week?
-- @grain    one row per connection and agent with at least one observation
-- @reads    llm_cost_hourly
-- @window   since until
-- @param    since       TIMESTAMP      first moment [default: now-7d]
-- @param    until       TIMESTAMP      moment after the last [default: now]
-- @returns  connection  VARCHAR        configured connection
-- @returns  agent       VARCHAR        agent as the trace names it
-- @returns  generations BIGINT         model calls
-- @returns  failed      BIGINT         observations of level ERROR
-- @returns  cost_usd    DECIMAL(38,10) spend
-- @caveat   Whole clock hours that start in the window.
select
    connection,
    agent,
    sum(generations)::bigint as generations,
    sum(errors)::bigint as failed,
    sum(cost_usd) as cost_usd
from llm_cost_hourly
where hour >= $since::timestamp
    and hour < $until::timestamp
    and agent is not null
group by connection, agent
order by connection, cost_usd desc, agent
