-- @question How fast did an agent spend, minute by minute, and how much since midnight?
-- @grain    one row per connection, agent and minute with spend or calls
-- @reads    llm_cost_minutely
-- @window   since until
-- @param    since       TIMESTAMP first moment [default: now-2h]
-- @param    until       TIMESTAMP moment after the last [default: now]
-- @param    agent       VARCHAR   only this agent; null for all [default: null]
-- @returns  connection  VARCHAR        configured connection the spend came from
-- @returns  agent       VARCHAR        agent as the trace names it
-- @returns  minute      TIMESTAMP      start of the minute, UTC
-- @returns  generations BIGINT         model calls begun in the minute
-- @returns  errors      BIGINT         observations of level ERROR begun in the minute
-- @returns  cost_usd    DECIMAL(38,10) spend in the minute
-- @returns  spent_since_midnight_usd DECIMAL(38,10) running spend of the UTC day, this minute included
-- @caveat   A call's whole cost stands at the minute the call began.
select
    connection,
    agent,
    minute,
    generations,
    errors,
    cost_usd,
    cumulative_cost_usd as spent_since_midnight_usd
from llm_cost_minutely
where minute >= $since::timestamp
    and minute < $until::timestamp
    and ($agent::varchar is null or agent = $agent::varchar)
order by connection, agent, minute
