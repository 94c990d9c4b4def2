-- @question Which traces had a tool answer in another form than it usually does: text for JSON, nothing, far less?
-- @grain    one row per connection, trace and tool that the trace called in the window
-- @reads    llm_observations
-- @window   since until
-- @param    since             TIMESTAMP first moment [default: now-24h]
-- @param    until             TIMESTAMP moment after the last [default: now]
-- @param    baseline_days     BIGINT    days before `since` that say what is usual [default: 7]
-- @param    share             DOUBLE    part of the usual length below which an answer counts as short [default: 0.2]
-- @returns  connection        VARCHAR   configured connection
-- @returns  trace_id          VARCHAR   trace
-- @returns  tool              VARCHAR   name of the tool
-- @returns  calls             BIGINT    calls in the window
-- @returns  text_calls        BIGINT    calls that answered with a text that is not JSON
-- @returns  short_calls       BIGINT    calls whose answer is empty or shorter than `share` of the usual length
-- @returns  usual_calls       BIGINT    calls of the tool in the days before
-- @returns  usual_json_calls  BIGINT    of these, the ones that answered in JSON
-- @returns  usual_short_calls BIGINT    of these, the ones that were short
-- @returns  usual_length      DOUBLE    median length in characters in the days before, null without one
-- @caveat   Only observations of type TOOL, and the spans of traces without one.
with tool_traces as (
    select connection, trace_id
    from llm_observations
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and type = 'TOOL'
    group by connection, trace_id
),

called as (
    select connection, coalesce(calls.name, 'unnamed') as tool, trace_id,
        calls.started_at >= $since::timestamp as is_judged,
        trim(coalesce(json_extract_string(try_cast(calls.output as json), '$'), calls.output, '')) as answer
    from llm_observations as calls
    left join tool_traces using (connection, trace_id)
    where calls.started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and calls.started_at < $until::timestamp
        and (
            calls.type = 'TOOL'
            or (
                calls.type = 'SPAN'
                and tool_traces.trace_id is null
                and not coalesce(calls.is_root, calls.parent_observation_id is null)
            )
        )
),

measured as (
    select connection, tool, trace_id, is_judged,
        if(answer = 'null', 0, length(answer)) as answer_length,
        answer not in ('', 'null') and coalesce(json_type(try_cast(answer as json)), 'VARCHAR') != 'VARCHAR' as is_json,
        answer not in ('', 'null') and coalesce(json_type(try_cast(answer as json)), 'VARCHAR') = 'VARCHAR' as is_text
    from called
),

lengths as (
    select connection, tool, median(answer_length)::double as usual_length
    from measured
    where not is_judged
    group by connection, tool
),

usual as (
    select connection, tool, lengths.usual_length,
        count(*) as calls,
        count(*) filter (where is_json) as json_calls,
        count(*) filter (where answer_length < $share::double * lengths.usual_length) as short_calls
    from measured
    inner join lengths using (connection, tool)
    where not is_judged
    group by connection, tool, lengths.usual_length
)

select connection, measured.trace_id, tool,
    count(*) as calls,
    count(*) filter (where is_text) as text_calls,
    count(*) filter (where answer_length < $share::double * usual.usual_length) as short_calls,
    coalesce(any_value(usual.calls), 0) as usual_calls,
    coalesce(any_value(usual.json_calls), 0) as usual_json_calls,
    coalesce(any_value(usual.short_calls), 0) as usual_short_calls,
    any_value(usual.usual_length) as usual_length
from measured
left join usual using (connection, tool)
where measured.is_judged
    and measured.trace_id is not null
group by connection, measured.trace_id, tool
order by connection, measured.trace_id, tool
