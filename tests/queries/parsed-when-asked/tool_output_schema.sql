-- @question Does each tool still answer in JSON, as it used to?
-- @grain    one row per connection, tool and period: the whole baseline, and each hour bucket of the window
-- @reads    llm_observations
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
with tool_traces as (
    select connection, trace_id
    from llm_observations
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and type = 'TOOL'
    group by connection, trace_id
),

holders as (
    select connection, parent_observation_id as observation_id
    from llm_observations
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and type = 'GENERATION'
        and parent_observation_id is not null
    group by connection, parent_observation_id
),

called as (
    select connection, coalesce(calls.name, 'unnamed') as tool, calls.agent, calls.trace_id, calls.started_at,
        calls.cost_usd,
        trim(coalesce(json_extract_string(try_cast(calls.output as json), '$'), calls.output, ''))
            as answer
    from llm_observations as calls
    left join tool_traces using (connection, trace_id)
    left join holders using (connection, observation_id)
    where calls.started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and calls.started_at < $until::timestamp
        and (
            calls.type = 'TOOL'
            or (
                calls.type = 'SPAN'
                and tool_traces.trace_id is null
                and holders.observation_id is null
                and not coalesce(calls.is_root, calls.parent_observation_id is null)
            )
        )
),

classed as (
    select connection, tool, agent, trace_id, started_at, cost_usd, answer,
        if(started_at < $since::timestamp, 'baseline', 'judged') as period,
        if(
            started_at < $since::timestamp,
            null,
            time_bucket(interval 1 hour, started_at, $until::timestamp)
        ) as bucket_at,
        case
            when answer in ('', 'null') then 'empty'
            when json_type(try_cast(answer as json)) != 'VARCHAR' then 'json'
            else 'text'
        end as form
    from called
)

select connection, tool, period,
    coalesce(bucket_at, min(started_at)) as from_at,
    count(*) as calls,
    count(*) filter (where form = 'json') as json_calls,
    count(*) filter (where form = 'text') as text_calls,
    count(*) filter (where form = 'empty') as empty_calls,
    min(started_at) filter (where form = 'text') as first_text_at,
    max(started_at) filter (where form = 'text') as last_text_at,
    coalesce(
        list(distinct trace_id order by trace_id) filter (where form = 'text' and trace_id is not null),
        []
    )[:20] as trace_ids,
    coalesce(list(distinct agent order by agent) filter (where agent is not null), []) as agents,
    coalesce(sum(cost_usd) filter (where form = 'text'), 0)::double as text_cost_usd,
    left(min_by(answer, (started_at, answer)) filter (where form = 'text'), 200) as sample
from classed
where $tool::varchar is null
    or tool = $tool::varchar
group by connection, tool, period, bucket_at
order by connection, tool, period, from_at
