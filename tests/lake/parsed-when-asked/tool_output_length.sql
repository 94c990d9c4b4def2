-- The same answer read from the outputs themselves, without a rollup.
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
