-- @question What did the busiest traces do, step by step, and which steps only repeated an earlier one?
-- @grain    one row per connection, trace and step, for traces with at least `generations` model calls
-- @reads    llm_observations
-- @window   since until
-- @param    since        TIMESTAMP first moment [default: now-26h]
-- @param    until        TIMESTAMP moment after the last [default: now]
-- @param    generations  BIGINT    model calls a trace must have in the window to be listed [default: 11]
-- @param    trace_id     VARCHAR   only this trace; null for all [default: null]
-- @param    trace_ids    VARCHAR[] only these traces; null for all [default: null]
-- @param    volatile     VARCHAR[] argument names that do not make a call a different one [default: attempt,retry,retries,try,request_id,requestid,call_id,tool_call_id,idempotency_key,nonce,timestamp,ts,trace_id,span_id,took_ms,duration_ms,elapsed_ms,latency_ms]
-- @returns  connection   VARCHAR   configured connection
-- @returns  trace_id     VARCHAR   trace
-- @returns  agent        VARCHAR   agent as the trace names it
-- @returns  began_at     TIMESTAMP when the step began
-- @returns  kind         VARCHAR   tool (a tool call) or generation (a model call)
-- @returns  name         VARCHAR   the tool, or the generation's name
-- @returns  signature    VARCHAR   hash of name and canonical arguments; of name and output for a generation
-- @returns  repeats      BIGINT    earlier steps of the trace with this signature and the same result
-- @returns  failed       BOOLEAN   the result is an error: level ERROR, or text or JSON that says so
-- @returns  failed_before BIGINT   earlier steps of the trace with this name that failed with the same result
-- @returns  empty        BOOLEAN   the step has no result
-- @returns  release      VARCHAR   release the trace carried
-- @returns  cost_usd     DOUBLE    spend of the step's own observation
-- @caveat   Tool calls are TOOL observations; in a trace without any, the SPANs that hold no model call; without those,
--           the calls named in the outputs of generations, whose result is the last message of the next generation.
-- @caveat   Canonical arguments are free of key order, white space and the volatile names; so are results that are JSON.
-- @caveat   A time in a result within five minutes of the call is the tool's own clock and brings nothing new.
-- @caveat   An output under 40 characters repeats an earlier one only when the input is the same as well: short labels
--           recur honestly.
with traces as (
    select connection, trace_id
    from llm_observations
    where started_at >= $since::timestamp
        and started_at < $until::timestamp
        and trace_id is not null
        and ($trace_id::varchar is null or trace_id = $trace_id::varchar)
        and ($trace_ids::varchar[] is null or trace_id in (select unnest($trace_ids::varchar[])))
    group by connection, trace_id
    having count(*) filter (where type = 'GENERATION') >= $generations::bigint
),

seen as (
    select connection, trace_id, agent, observation_id, parent_observation_id, type, name, level, started_at, release,
        input, output, cost_usd,
        coalesce(is_root, parent_observation_id is null) as is_root,
        bool_or(type = 'TOOL') over (partition by connection, trace_id) as has_tools,
        lead(input) over (
            partition by connection, trace_id, type = 'GENERATION' order by started_at, observation_id
        ) as next_input
    from llm_observations
    inner join traces using (connection, trace_id)
    where started_at >= $since::timestamp
        and started_at < $until::timestamp
),

spans as (
    select seen.connection, seen.trace_id, seen.observation_id
    from seen
    left join (select distinct connection, parent_observation_id from seen where type = 'GENERATION') as holders
        on holders.connection = seen.connection
        and holders.parent_observation_id = seen.observation_id
    where seen.type = 'SPAN'
        and not seen.has_tools
        and not seen.is_root
        and holders.parent_observation_id is null
),

named as (
    select connection, trace_id, agent, started_at, observation_id, release, cost_usd, name, input as arguments, output,
        coalesce(level = 'ERROR', false) as failed
    from seen
    where type = 'TOOL'
    union all
    select connection, trace_id, agent, started_at, observation_id, release, cost_usd, name, input, output,
        coalesce(level = 'ERROR', false)
    from seen
    inner join spans using (connection, trace_id, observation_id)
),

called as (
    select connection, trace_id, agent, started_at, observation_id, release, cost_usd, next_input,
        unnest(json_extract(try_cast(output as json), '$.tool_calls[*].function')) as call
    from seen
    anti join named using (connection, trace_id)
    where type = 'GENERATION'
),

tool_steps as (
    select connection, trace_id, agent, started_at, observation_id, release, cost_usd, name, arguments, output, failed
    from named
    union all
    select connection, trace_id, agent, started_at, observation_id, release, cost_usd,
        json_extract_string(call, '$.name'),
        json_extract_string(call, '$.arguments'),
        coalesce(json_extract_string(try_cast(next_input as json), '$[#-1].content'), next_input),
        false
    from called
),

steps as (
    select connection, trace_id, agent, started_at as began_at, observation_id, 'tool' as kind,
        coalesce(name, 'unnamed') as name, release, cost_usd,
        (
            select string_agg(leaf.fullkey || '=' || coalesce(leaf.atom::varchar, ''), chr(31) order by leaf.fullkey)
            from json_tree(coalesce(try_cast(arguments as json), to_json(coalesce(arguments, '')))) as leaf
            where leaf.type not in ('OBJECT', 'ARRAY')
                and not list_contains($volatile::varchar[], lower(leaf.key::varchar))
        ) as identity,
        trim(coalesce(output, '')) as result,
        (
            select string_agg(leaf.fullkey || '=' || coalesce(leaf.atom::varchar, ''), chr(31) order by leaf.fullkey)
            from json_tree(try_cast(output as json)) as leaf
            where leaf.type not in ('OBJECT', 'ARRAY')
                and not list_contains($volatile::varchar[], lower(leaf.key::varchar))
                and coalesce(
                    abs(date_diff('second', try_cast(trim(leaf.atom::varchar, '"') as timestamp), started_at)) > 300,
                    true
                )
        ) as result_identity,
        failed
    from tool_steps
    union all
    select connection, trace_id, agent, started_at, observation_id, 'generation', coalesce(name, 'unnamed'), release,
        cost_usd,
        if(length(output) < 40, coalesce(input, ''), ''),
        trim(coalesce(output, '')),
        null,
        coalesce(level = 'ERROR', false)
    from seen
    where type = 'GENERATION'
),

-- Of a failure only the words count: ids, counters and durations in them make it no other failure.
judged as (
    select connection, trace_id, agent, began_at, observation_id, kind, name, release,
        md5(concat_ws(chr(30), kind, name, coalesce(identity, ''))) as call_hash,
        md5(if(
            failed or says_failure,
            regexp_replace(result, '[0-9a-f]*[0-9][0-9a-f]*', '0', 'gi'),
            coalesce(result_identity, result)
        )) as result_hash,
        failed or says_failure as failed,
        result in ('', '""', 'null', '{}', '[]') as empty,
        cost_usd
    from (
        select connection, trace_id, agent, began_at, observation_id, kind, name, release, identity, result,
            result_identity, failed, cost_usd,
            kind = 'tool'
            and length(result) < 1000
            and (
                regexp_matches(
                    result,
                    '^\W*(error|exception|failed|failure|timeout|timed out|traceback|no results?|not found)\b',
                    'i'
                )
                or regexp_matches(result, '"(error|exception)"\s*:\s*[^nf\s]', 'i')
                or regexp_matches(result, '"status"\s*:\s*"(error|failed|failure|timeout)"', 'i')
            ) as says_failure
        from steps
    )
)

select connection, trace_id, agent, began_at, kind, name,
    if(kind = 'generation', md5(call_hash || result_hash), call_hash) as signature,
    row_number() over (
        partition by connection, trace_id, call_hash, result_hash order by began_at, observation_id
    ) - 1 as repeats,
    failed,
    if(
        failed,
        row_number() over (
            partition by connection, trace_id, kind, name, failed, result_hash order by began_at, observation_id
        ) - 1,
        0
    ) as failed_before,
    empty,
    release,
    coalesce(cost_usd, 0)::double as cost_usd
from judged
order by connection, trace_id, began_at, kind, observation_id
