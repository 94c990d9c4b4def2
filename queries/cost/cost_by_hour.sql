-- @question What did each agent and model cost, hour by hour?
-- @grain    one row per connection, clock hour, agent and model
-- @reads    llm_cost_hourly
-- @window   since until
-- @param    since         TIMESTAMP      first moment [default: now-24h]
-- @param    until         TIMESTAMP      moment after the last [default: now]
-- @returns  connection    VARCHAR        configured connection the spend came from
-- @returns  hour          TIMESTAMP      start of the clock hour, UTC
-- @returns  agent         VARCHAR        agent as the trace names it
-- @returns  model         VARCHAR        model, null where an observation named none
-- @returns  generations   BIGINT         model calls
-- @returns  input_tokens  BIGINT         tokens sent
-- @returns  output_tokens BIGINT         tokens received
-- @returns  cost_usd      DECIMAL(38,10) spend
-- @caveat   Whole clock hours that start in the window: spend before `since` in the same hour is left out.
select
    connection,
    hour,
    agent,
    model,
    sum(generations)::bigint as generations,
    sum(input_tokens)::bigint as input_tokens,
    sum(output_tokens)::bigint as output_tokens,
    sum(cost_usd) as cost_usd
from llm_cost_hourly
where hour >= $since::timestamp
    and hour < $until::timestamp
group by connection, hour, agent, model
order by connection, hour, cost_usd desc, agent, model
