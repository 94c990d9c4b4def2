-- @question Does each tool still answer in JSON, as it used to?
-- @grain    one row per connection, tool and period: the whole baseline, and each hour bucket of the window
-- @reads    llm_observations, llm_tool_calls
-- @window   since until
-- @param    since         TIMESTAMP first moment to judge [default: now-24h]
-- @param    until         TIMESTAMP moment after the last; hour buckets are counted back from it [default: now]
-- @param    baseline_days BIGINT    days before `since` that say what is usual [default: 7]
-- @param    tool          VARCHAR   only this tool; null for all [default: null]
-- @returns  connection    VARCHAR   configured connection
-- @returns  tool          VARCHAR   name of the TOOL observation, or of the SPAN where a trace has no TOOL
-- @returns  period        VARCHAR   baseline or judged
-- @returns  from_at       TIMESTAMP start of the hour bucket; first call for the baseline
-- @returns  calls         BIGINT    calls with or without an output
-- @returns  json_calls    BIGINT    calls whose output is JSON: an object, list, number or true/false
-- @returns  text_calls    BIGINT    calls whose output is text that is not JSON
-- @returns  empty_calls   BIGINT    calls without output, or with null or ""
-- @returns  first_text_at TIMESTAMP first call with a text that is not JSON
-- @returns  last_text_at  TIMESTAMP last such call
-- @returns  trace_ids     VARCHAR[] up to 20 traces with such calls
-- @returns  agents        VARCHAR[] agents that called the tool
-- @returns  text_cost_usd DOUBLE    spend of the observations with such texts
-- @returns  sample        VARCHAR   the first such text, cut to 200 characters
-- @caveat   A JSON string that itself holds JSON counts as JSON; a JSON string of words counts as text.
with toolless as (
    -- A trace without a TOOL has its tools among its spans: those that hold no call of a model.
    select connection, trace_id
    from llm_tool_calls
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
    group by connection, trace_id
    having not bool_or(type = 'TOOL')
),

spans as materialized (
    select connection, observation_id, tool, agent, trace_id, started_at, cost_usd, form, sample
    from llm_tool_calls
    semi join toolless using (connection, trace_id)
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and type = 'SPAN'
    union all
    select connection, observation_id, tool, agent, trace_id, started_at, cost_usd, form, sample
    from llm_tool_calls
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and type = 'SPAN'
        and trace_id is null
),

holders as (
    select connection, parent_observation_id as observation_id
    from llm_observations
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and type = 'GENERATION'
        and parent_observation_id in (select observation_id from spans)
),

called as not materialized (
    select connection, tool, agent, trace_id, started_at, cost_usd, form, sample
    from llm_tool_calls
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and type = 'TOOL'
    union all
    select connection, tool, agent, trace_id, started_at, cost_usd, form, sample
    from spans
    anti join holders using (connection, observation_id)
),

placed as not materialized (
    select connection, tool, agent, trace_id, started_at, cost_usd, form, sample,
        if(started_at < $since::timestamp, 'baseline', 'judged') as period,
        if(
            started_at < $since::timestamp,
            null,
            time_bucket(interval 1 hour, started_at, $until::timestamp)
        ) as bucket_at
    from called
    where $tool::varchar is null
        or tool = $tool::varchar
),

-- By agent first: a list of distinct agents per bucket would look at every call once more.
by_agent as (
    select connection, tool, period, bucket_at, agent,
        count(*) as calls,
        count(*) filter (where form = 'json') as json_calls,
        count(*) filter (where form = 'text') as text_calls,
        count(*) filter (where form = 'empty') as empty_calls,
        min(started_at) as first_at,
        min(started_at) filter (where form = 'text') as first_text_at,
        max(started_at) filter (where form = 'text') as last_text_at,
        list(distinct trace_id) filter (where form = 'text' and trace_id is not null) as trace_ids,
        sum(cost_usd) filter (where form = 'text') as text_cost_usd,
        min_by(sample, (started_at, sample)) filter (where form = 'text') as sample
    from placed
    group by connection, tool, period, bucket_at, agent
)

select connection, tool, period,
    coalesce(bucket_at, min(first_at)) as from_at,
    sum(calls)::bigint as calls,
    sum(json_calls)::bigint as json_calls,
    sum(text_calls)::bigint as text_calls,
    sum(empty_calls)::bigint as empty_calls,
    min(first_text_at) as first_text_at,
    max(last_text_at) as last_text_at,
    coalesce(list_sort(list_distinct(flatten(list(trace_ids)))), [])[:20] as trace_ids,
    coalesce(list(agent order by agent) filter (where agent is not null), []) as agents,
    coalesce(sum(text_cost_usd), 0)::double as text_cost_usd,
    min_by(sample, (first_text_at, sample)) as sample
from by_agent
group by connection, tool, period, bucket_at
order by connection, tool, period, from_at
