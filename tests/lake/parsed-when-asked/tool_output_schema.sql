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
