-- @question Which agents, models, prompts and releases was the money of a window spent on?
-- @grain    one row per connection, agent, model, prompt, prompt version and release
-- @reads    llm_observations
-- @window   since until
-- @param    since          TIMESTAMP first moment [default: now-24h]
-- @param    until          TIMESTAMP moment after the last [default: now]
-- @param    agent          VARCHAR   only this agent; null for all [default: null]
-- @returns  connection     VARCHAR        configured connection the spend came from
-- @returns  agent          VARCHAR        agent as the trace names it
-- @returns  model          VARCHAR        model, null where an observation named none
-- @returns  prompt_name    VARCHAR        managed prompt, null where none was linked
-- @returns  prompt_version BIGINT         its version
-- @returns  release        VARCHAR        release the trace carried
-- @returns  traces         BIGINT         traces with such observations
-- @returns  generations    BIGINT         model calls
-- @returns  input_tokens   BIGINT         tokens sent
-- @returns  output_tokens  BIGINT         tokens received
-- @returns  cost_usd       DECIMAL(38,10) spend
-- @caveat   A trace that used two models counts in two rows; money is never counted twice.
select
    connection,
    agent,
    model,
    prompt_name,
    prompt_version,
    release,
    count(distinct trace_id) as traces,
    count(*) filter (where type = 'GENERATION') as generations,
    coalesce(sum(input_tokens), 0)::bigint as input_tokens,
    coalesce(sum(output_tokens), 0)::bigint as output_tokens,
    coalesce(sum(cost_usd), 0)::decimal(38, 10) as cost_usd
from llm_observations
where started_at >= $since::timestamp
    and started_at < $until::timestamp
    and ($agent::varchar is null or agent = $agent::varchar)
group by connection, agent, model, prompt_name, prompt_version, release
order by cost_usd desc, generations desc, connection, agent, model, prompt_name, prompt_version, release
