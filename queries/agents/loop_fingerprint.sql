-- @question Which calls did a trace make again and again, and did they ever bring anything new?
-- @grain    one row per connection, trace, tool and canonical arguments, for traces with at least `generations` model calls
-- @reads    llm_observations
-- @window   since until
-- @param    since            TIMESTAMP first moment [default: now-2h]
-- @param    until            TIMESTAMP moment after the last [default: now]
-- @param    generations      BIGINT    model calls a trace must have in the window to be listed [default: 11]
-- @param    trace_id         VARCHAR   only this trace; null for all [default: null]
-- @param    volatile         VARCHAR[] argument names that do not make a call a different one [default: attempt,retry,retries,try,request_id,requestid,call_id,tool_call_id,idempotency_key,nonce,timestamp,ts,trace_id,span_id,took_ms,duration_ms,elapsed_ms,latency_ms]
-- @returns  connection       VARCHAR   configured connection
-- @returns  trace_id         VARCHAR   trace
-- @returns  agent            VARCHAR   agent as the trace names it
-- @returns  fingerprint      VARCHAR   tool and number of such calls: `retry-search x14`
-- @returns  tool             VARCHAR   tool name
-- @returns  calls            BIGINT    calls with these arguments
-- @returns  results          BIGINT    different results they brought; failures with the same words are one
-- @returns  errors           BIGINT    of the calls, those of level ERROR
-- @returns  first_at         TIMESTAMP first such call
-- @returns  last_at          TIMESTAMP last such call
-- @returns  trace_calls      BIGINT    all tool calls of the trace in the window
-- @returns  generations_seen BIGINT    model calls of the trace in the window
-- @returns  trace_cost_usd   DOUBLE    spend of the trace in the window
-- @returns  arguments        VARCHAR   the arguments as first given, cut to 300 characters
-- @caveat   Only TOOL observations, or SPANs in a trace that has none; loop_steps also reads calls out of model outputs.
-- @caveat   A time in a result within five minutes of the call is the tool's own clock and makes it no other result.
-- @caveat   Many calls with as many results are progress (pages, a job that is polled), not a loop.
with traces as (
    select connection, trace_id,
        count(*) filter (where type = 'GENERATION') as generations_seen,
        count(*) filter (where type = 'TOOL') as tools_seen,
        coalesce(sum(cost_usd), 0)::double as trace_cost_usd
    from llm_observations
    where started_at >= $since::timestamp
        and started_at < $until::timestamp
        and trace_id is not null
        and ($trace_id::varchar is null or trace_id = $trace_id::varchar)
    group by connection, trace_id
    having count(*) filter (where type = 'GENERATION') >= $generations::bigint
),

calls as (
    select connection, trace_id, agent, traces.generations_seen, traces.trace_cost_usd,
        coalesce(observations.name, 'unnamed') as tool,
        observations.started_at, observations.level, observations.input,
        if(
            level = 'ERROR'
            or regexp_matches(
                observations.output,
                '^\W*(error|exception|failed|failure|timeout|timed out|traceback|no results?|not found)\b',
                'i'
            ),
            regexp_replace(trim(observations.output), '[0-9a-f]*[0-9][0-9a-f]*', '0', 'gi'),
            coalesce(
                (
                    select
                        string_agg(leaf.fullkey || '=' || coalesce(leaf.atom::varchar, ''), chr(31) order by leaf.fullkey)
                    from json_tree(try_cast(observations.output as json)) as leaf
                    where leaf.type not in ('OBJECT', 'ARRAY')
                        and not list_contains($volatile::varchar[], lower(leaf.key::varchar))
                        and coalesce(
                            abs(date_diff(
                                'second',
                                try_cast(trim(leaf.atom::varchar, '"') as timestamp),
                                observations.started_at
                            )) > 300,
                            true
                        )
                ),
                trim(coalesce(observations.output, ''))
            )
        ) as result,
        (
            select string_agg(leaf.fullkey || '=' || coalesce(leaf.atom::varchar, ''), chr(31) order by leaf.fullkey)
            from json_tree(
                coalesce(try_cast(observations.input as json), to_json(coalesce(observations.input, '')))
            ) as leaf
            where leaf.type not in ('OBJECT', 'ARRAY')
                and not list_contains($volatile::varchar[], lower(leaf.key::varchar))
        ) as arguments
    from llm_observations as observations
    inner join traces using (connection, trace_id)
    where observations.started_at >= $since::timestamp
        and observations.started_at < $until::timestamp
        and observations.type = if(traces.tools_seen > 0, 'TOOL', 'SPAN')
)

select connection, trace_id, min(agent) as agent,
    tool || ' x' || count(*) as fingerprint,
    tool,
    count(*) as calls,
    count(distinct result) as results,
    count(*) filter (where level = 'ERROR') as errors,
    min(started_at) as first_at,
    max(started_at) as last_at,
    sum(count(*)) over (partition by connection, trace_id)::bigint as trace_calls,
    min(generations_seen) as generations_seen,
    min(trace_cost_usd) as trace_cost_usd,
    left(min_by(input, (started_at, input)), 300) as arguments
from calls
group by connection, trace_id, tool, calls.arguments
order by connection, calls desc, trace_id, tool, first_at
