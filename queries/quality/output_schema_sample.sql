-- @question What form do the outputs of each feature have, now and in the days before: JSON or not, which keys, how long?
-- @grain    one row per sampled model output
-- @reads    llm_observations, llm_generations, sentinel_accepted_schemas
-- @window   since until
-- @param    since           TIMESTAMP first moment to judge [default: now-24h]
-- @param    until           TIMESTAMP moment after the last [default: now]
-- @param    baseline_days   BIGINT    days before `since` that say what is usual [default: 7]
-- @param    baseline_sample BIGINT    outputs per feature taken from those days, spread over them [default: 200]
-- @param    judged_sample   BIGINT    newest outputs per feature taken since then [default: 400]
-- @param    feature         VARCHAR   only this feature; null for all [default: null]
-- @param    accepted_until  TIMESTAMP forms that people accepted by then count as usual [default: now]
-- @returns  connection      VARCHAR   configured connection
-- @returns  feature         VARCHAR   name of the generation
-- @returns  agent           VARCHAR   agent as the trace names it
-- @returns  period          VARCHAR   baseline or judged
-- @returns  observation_id  VARCHAR   the generation
-- @returns  trace_id        VARCHAR   its trace
-- @returns  started_at      TIMESTAMP when it began
-- @returns  model           VARCHAR   model
-- @returns  release         VARCHAR   release the trace carried
-- @returns  prompt_version  BIGINT    version of the managed prompt
-- @returns  form            VARCHAR   json, tool_call, text or empty
-- @returns  fenced          BOOLEAN   the answer holds a Markdown fence
-- @returns  paths           VARCHAR[] keys as path:type, list positions left out: `$.items[].price:number`; empty unless JSON or a tool call
-- @returns  opening         VARCHAR   first word in lower case with digits as 0
-- @returns  refusal         BOOLEAN   the answer begins like a refusal
-- @returns  answer_length   BIGINT    characters
-- @caveat   A chat message counts by its content; JSON inside one fence counts as JSON; a bare number, word or quoted
--           text does not.
-- @caveat   Outputs of generations with level ERROR are left out: the call failed, not the form.
-- @caveat   Where a person accepted a new form of a feature, its outputs from before that form are left out, and those
--           from before the acceptance are the baseline.
with accepted as (
    select connection, feature, max(accepted_at) as accepted_at, max_by(shape_from, accepted_at) as shape_from
    from sentinel_accepted_schemas
    where accepted_at <= $accepted_until::timestamp
    group by connection, feature
),

candidates as (
    select connection, feature, started_at, draw,
        if(started_at < greatest($since::timestamp, accepted_at), 'baseline', 'judged') as period
    from llm_generations
    left join accepted using (connection, feature)
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and not failed
        and ($feature::varchar is null or feature = $feature::varchar)
        and (shape_from is null or started_at >= shape_from)
),

-- When the outputs of the sample were written: hardly another one shares its microsecond, so that few texts are read in vain.
-- A sample of more than ten thousand is chosen among all.
moments as (
    select
        unnest(list_concat(
            arg_min(started_at, draw, least(greatest($baseline_sample::bigint, 1), 10000))
                filter (where period = 'baseline'),
            max(started_at, least(greatest($judged_sample::bigint, 1), 10000)) filter (where period = 'judged')
        )) as started_at
    from candidates
    group by connection, feature
    union all
    select started_at
    from candidates
    where (period = 'baseline' and $baseline_sample::bigint > 10000)
        or (period = 'judged' and $judged_sample::bigint > 10000)
),

observed as materialized (
    select connection, coalesce(name, 'unnamed') as feature, agent, observation_id, trace_id, started_at, model, release,
        prompt_version, output
    from llm_observations
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and type = 'GENERATION'
        and coalesce(level, 'DEFAULT') != 'ERROR'
        and started_at in (select started_at from moments)
),

sampled as materialized (
    select connection, feature, agent, observation_id, trace_id, started_at, model, release, prompt_version,
        trim(coalesce(output, '')) as output,
        if(started_at < greatest($since::timestamp, accepted_at), 'baseline', 'judged') as period
    from observed
    left join accepted using (connection, feature)
    where ($feature::varchar is null or feature = $feature::varchar)
        and (shape_from is null or started_at >= shape_from)
    qualify if(
        period = 'baseline',
        row_number() over (partition by connection, feature, period order by md5(observation_id), observation_id)
            <= $baseline_sample::bigint,
        row_number() over (partition by connection, feature, period order by started_at desc, observation_id)
            <= $judged_sample::bigint
    )
),

-- OpenAI's answer, a list of messages and a single message all come down to one message.
opened as (
    select connection, observation_id, output,
        coalesce(
            json_extract(document, '$.choices[0].message'),
            if(json_exists(document, '$[#-1].role'), json_extract(document, '$[#-1]'), null),
            document
        ) as document
    from (select connection, observation_id, output, try_cast(output as json) as document from sampled)
),

messages as (
    select connection, observation_id, document,
        json_exists(document, '$.content')
            and (json_exists(document, '$.role') or json_exists(document, '$.tool_calls')) as is_message,
        coalesce(json_array_length(document, '$.tool_calls'), 0) > 0 as calls_tool,
        output
    from opened
),

answers as (
    select connection, observation_id, coalesce(calls_tool, false) as calls_tool, document,
        trim(coalesce(
            case
                when is_message and json_type(document, '$.content') = 'ARRAY'
                    then json_extract_string(document, '$.content[0].text')
                when is_message then json_extract_string(document, '$.content')
                when json_type(document) = 'VARCHAR' then json_extract_string(document, '$')
                when json_type(document) = 'NULL' then ''
                else output
            end,
            ''
        )) as answer
    from messages
),

bodies as (
    select connection, observation_id, calls_tool, answer,
        contains(answer, '```') as fenced,
        case
            when calls_tool and answer = '' then json_object(
                coalesce(json_extract_string(document, '$.tool_calls[0].function.name'), 'call'),
                try_cast(json_extract_string(document, '$.tool_calls[0].function.arguments') as json)
            )::varchar
            when starts_with(answer, '```')
                then trim(regexp_extract(answer, '(?s)^```[\w+-]*[ \t]*\n(.*?)\n?```$', 1))
            else answer
        end as body
    from answers
),

formed as (
    select connection, observation_id, answer, fenced, body,
        case
            when calls_tool and answer = '' then 'tool_call'
            when answer = '' then 'empty'
            when json_type(try_cast(body as json)) in ('OBJECT', 'ARRAY') then 'json'
            else 'text'
        end as form
    from bodies
),

keys as (
    select formed.connection, formed.observation_id,
        list(distinct
            regexp_replace(leaf.fullkey, '\[[0-9]+\]', '[]', 'g') || ':'
            || case
                when leaf.type in ('BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT', 'DOUBLE') then 'number'
                when leaf.type = 'VARCHAR' then 'string'
                else lower(leaf.type)
            end
        ) as paths
    from formed, json_tree(if(formed.form in ('json', 'tool_call'), try_cast(formed.body as json), null)) as leaf
    group by formed.connection, formed.observation_id
)

select connection, sampled.feature, sampled.agent, sampled.period, observation_id, sampled.trace_id, sampled.started_at,
    sampled.model, sampled.release, sampled.prompt_version, formed.form, formed.fenced,
    list_sort(coalesce(keys.paths, [])) as paths,
    regexp_replace(lower(regexp_extract(formed.answer, '^(\S{1,24})', 1)), '[0-9]+', '0', 'g') as opening,
    regexp_matches(
        formed.answer,
        '^\W*(i([''’]?| a)m (very |really |truly )?(sorry|unable|not able)|sorry|i apologi[sz]e'
        || '|i can[''’]?t|i cannot|i will not|i won[''’]?t|as an ai\b|unfortunately, i)',
        'i'
    ) as refusal,
    length(formed.answer) as answer_length
from sampled
inner join formed using (connection, observation_id)
left join keys using (connection, observation_id)
order by connection, sampled.feature, sampled.started_at, observation_id
