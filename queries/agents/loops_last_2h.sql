-- @question Which traces made most model calls in the last two hours, and how often did they repeat themselves?
-- @grain    one row per connection and trace with a model call in the last two hours
-- @reads    llm_observations
-- @window   at-2h at
-- @param    at             TIMESTAMP moment after the last [default: now]
-- @returns  connection     VARCHAR   configured connection
-- @returns  trace_id       VARCHAR   trace
-- @returns  agent          VARCHAR   agent as the trace names it
-- @returns  started_at     TIMESTAMP first observation in the window
-- @returns  last_at        TIMESTAMP last observation in the window
-- @returns  generations    BIGINT    model calls
-- @returns  tool_calls     BIGINT    tool calls (TOOL observations)
-- @returns  distinct_calls BIGINT    different tool calls by name and exact input
-- @returns  distinct_results BIGINT  different tool calls by name, exact input and exact output
-- @returns  top_tool       VARCHAR   tool called most, null when none was
-- @returns  cost_usd       DOUBLE    spend
-- @returns  cost_usd_per_minute DOUBLE spend per minute from the first to the last observation, at least one minute
-- @caveat   Many calls alone are no loop: compare tool_calls with distinct_results, and read loop_fingerprint.
select
    connection,
    trace_id,
    min(agent) as agent,
    min(started_at) as started_at,
    max(started_at) as last_at,
    count(*) filter (where type = 'GENERATION') as generations,
    count(*) filter (where type = 'TOOL') as tool_calls,
    count(distinct md5(concat_ws(chr(30), name, input))) filter (where type = 'TOOL') as distinct_calls,
    count(distinct md5(concat_ws(chr(30), name, input, output))) filter (where type = 'TOOL') as distinct_results,
    mode(name order by name) filter (where type = 'TOOL') as top_tool,
    coalesce(sum(cost_usd), 0)::double as cost_usd,
    coalesce(sum(cost_usd), 0)::double
        / greatest(date_diff('second', min(started_at), max(started_at)) / 60, 1) as cost_usd_per_minute
from llm_observations
where started_at >= $at::timestamp - interval 2 hours
    and started_at < $at::timestamp
group by connection, trace_id
having count(*) filter (where type = 'GENERATION') > 0
order by connection, generations desc, trace_id
