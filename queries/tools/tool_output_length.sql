-- @question Are a tool's answers far shorter than they usually are?
-- @grain    one row per connection, tool and period: the whole baseline, and each hour bucket of the window
-- @reads    llm_observations, llm_tool_calls
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
    select connection, observation_id, tool, agent, trace_id, started_at, cost_usd, form, answer_length
    from llm_tool_calls
    semi join toolless using (connection, trace_id)
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and type = 'SPAN'
    union all
    select connection, observation_id, tool, agent, trace_id, started_at, cost_usd, form, answer_length
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
    select connection, tool, agent, trace_id, started_at, cost_usd, form, answer_length
    from llm_tool_calls
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and type = 'TOOL'
    union all
    select connection, tool, agent, trace_id, started_at, cost_usd, form, answer_length
    from spans
    anti join holders using (connection, observation_id)
),

placed as not materialized (
    select connection, tool, agent, trace_id, started_at, cost_usd, form, answer_length,
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

periods as materialized (
    select connection, tool, period, bucket_at,
        coalesce(bucket_at, min(started_at)) as from_at,
        count(*) as calls,
        median(answer_length)::double as median_length,
        coalesce(list(distinct agent order by agent) filter (where agent is not null), []) as agents
    from placed
    group by connection, tool, period, bucket_at
),

usual as (
    select connection, tool, median_length as usual_length
    from periods
    where period = 'baseline'
),

short as (
    select connection, placed.tool, placed.period, placed.bucket_at,
        count(*) as calls,
        count(*) filter (where placed.form = 'text') as texts,
        min(placed.started_at) as first_at,
        max(placed.started_at) as last_at,
        list(distinct placed.trace_id order by placed.trace_id) filter (where placed.trace_id is not null) as trace_ids,
        sum(placed.cost_usd)::double as cost_usd
    from placed
    inner join usual using (connection, tool)
    where placed.answer_length < $share::double * usual.usual_length
    group by connection, placed.tool, placed.period, placed.bucket_at
)

select connection, tool, periods.period, periods.from_at, periods.calls,
    coalesce(short.calls, 0) as short_calls,
    coalesce(short.texts, 0) as short_texts,
    usual.usual_length, periods.median_length,
    short.first_at as first_short_at,
    short.last_at as last_short_at,
    coalesce(short.trace_ids, [])[:20] as trace_ids,
    periods.agents,
    coalesce(short.cost_usd, 0) as short_cost_usd
from periods
left join usual using (connection, tool)
left join short
    on short.connection = periods.connection
    and short.tool = periods.tool
    and short.period = periods.period
    and short.bucket_at is not distinct from periods.bucket_at
order by connection, tool, periods.period, periods.from_at
