-- @question Which traces cost most in a window?
-- @grain    one row per connection and trace, at most `top` rows
-- @reads    llm_observations
-- @window   since until
-- @param    since         TIMESTAMP first moment [default: now-24h]
-- @param    until         TIMESTAMP moment after the last [default: now]
-- @param    agent         VARCHAR   only this agent; null for all [default: null]
-- @param    top           BIGINT    number of traces [default: 20]
-- @returns  connection    VARCHAR        configured connection
-- @returns  trace_id      VARCHAR        trace
-- @returns  agent         VARCHAR        agent as the trace names it
-- @returns  started_at    TIMESTAMP      first observation in the window
-- @returns  ended_at      TIMESTAMP      last observation's end, or its start where no end is known
-- @returns  generations   BIGINT         model calls
-- @returns  input_tokens  BIGINT         tokens sent
-- @returns  output_tokens BIGINT         tokens received
-- @returns  cost_usd      DECIMAL(38,10) spend in the window
-- @caveat   Only what a trace spent inside the window counts.
select
    connection,
    trace_id,
    min(agent) as agent,
    min(started_at) as started_at,
    max(coalesce(ended_at, started_at)) as ended_at,
    count(*) filter (where type = 'GENERATION') as generations,
    coalesce(sum(input_tokens), 0)::bigint as input_tokens,
    coalesce(sum(output_tokens), 0)::bigint as output_tokens,
    coalesce(sum(cost_usd), 0)::decimal(38, 10) as cost_usd
from llm_observations
where started_at >= $since::timestamp
    and started_at < $until::timestamp
    and ($agent::varchar is null or agent = $agent::varchar)
group by connection, trace_id
order by cost_usd desc, connection, trace_id
limit $top::bigint
