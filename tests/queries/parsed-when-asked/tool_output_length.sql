-- @question Are a tool's answers far shorter than they usually are?
-- @grain    one row per connection, tool and period: the whole baseline, and each hour bucket of the window
-- @reads    llm_observations
-- @window   since until
-- @param    since          TIMESTAMP first moment to judge [default: now-24h]
-- @param    until          TIMESTAMP moment after the last; hour buckets are counted back from it [default: now]
-- @param    baseline_days  BIGINT    days before `since` that say what is usual [default: 7]
-- @param    share          DOUBLE    part of the usual length below which an answer counts as short [default: 0.2]
-- @param    tool          VARCHAR   only this tool; null for all [default: null]
-- @returns  connection     VARCHAR   configured connection
-- @returns  tool           VARCHAR   name of the TOOL observation, or of the SPAN where a trace has no TOOL
-- @returns  period         VARCHAR   baseline or judged
-- @returns  from_at        TIMESTAMP start of the hour bucket; first call for the baseline
-- @returns  calls          BIGINT    calls with or without an output
-- @returns  short_calls    BIGINT    calls whose output is shorter than `share` of the usual length
-- @returns  short_texts    BIGINT    of these, the ones that are neither empty nor JSON
-- @returns  usual_length   DOUBLE    median length in characters over the baseline, null without one
-- @returns  median_length  DOUBLE    median length in this period
-- @returns  first_short_at TIMESTAMP first short answer
-- @returns  last_short_at  TIMESTAMP last short answer
-- @returns  trace_ids      VARCHAR[] up to 20 traces with short answers
-- @returns  agents         VARCHAR[] agents that called the tool
-- @returns  short_cost_usd DOUBLE    spend of the observations with short answers
-- @caveat   No output, null and "" have length 0.
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
        if(calls.started_at < $since::timestamp, 'baseline', 'judged') as period,
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

usual as (
    select connection, tool, median(if(answer = 'null', 0, length(answer)))::double as usual_length
    from called
    where period = 'baseline'
    group by connection, tool
),

measured as (
    select connection, called.tool, called.agent, called.trace_id, called.started_at, called.cost_usd, called.period,
        usual.usual_length,
        if(called.answer = 'null', 0, length(called.answer)) as answer_length,
        coalesce(if(called.answer = 'null', 0, length(called.answer)) < $share::double * usual.usual_length, false)
            as short,
        called.answer not in ('', 'null')
            and coalesce(json_type(try_cast(called.answer as json)), 'VARCHAR') = 'VARCHAR' as is_text,
        if(
            called.period = 'baseline',
            null,
            time_bucket(interval 1 hour, called.started_at, $until::timestamp)
        ) as bucket_at
    from called
    left join usual using (connection, tool)
)

select connection, tool, period,
    coalesce(bucket_at, min(started_at)) as from_at,
    count(*) as calls,
    count(*) filter (where short) as short_calls,
    count(*) filter (where short and is_text) as short_texts,
    min(usual_length) as usual_length,
    median(answer_length)::double as median_length,
    min(started_at) filter (where short) as first_short_at,
    max(started_at) filter (where short) as last_short_at,
    coalesce(list(distinct trace_id order by trace_id) filter (where short and trace_id is not null), [])[:20]
        as trace_ids,
    coalesce(list(distinct agent order by agent) filter (where agent is not null), []) as agents,
    coalesce(sum(cost_usd) filter (where short), 0)::double as short_cost_usd
from measured
where $tool::varchar is null
    or tool = $tool::varchar
group by connection, tool, period, bucket_at
order by connection, tool, period, from_at
