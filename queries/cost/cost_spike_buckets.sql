-- @question What did each project, agent and model cost in every hour back from a moment, and in the days before?
-- @grain    one row per connection, kind (project, agent, model), name and hour bucket with calls or spend
-- @reads    llm_cost_minutely, llm_observations
-- @window   since until
-- @param    since        TIMESTAMP first moment to judge [default: now-24h]
-- @param    until        TIMESTAMP moment after the last; hour buckets are counted back from it [default: now]
-- @param    history_days BIGINT    days before `since` to show as well [default: 15]
-- @param    kind         VARCHAR   only project, agent or model; null for all [default: null]
-- @param    name         VARCHAR   only this one; null for all [default: null]
-- @returns  connection   VARCHAR   configured connection the spend came from
-- @returns  kind         VARCHAR   project, agent or model
-- @returns  name         VARCHAR   the connection, the agent or the model
-- @returns  from_at      TIMESTAMP start of the hour bucket
-- @returns  generations  BIGINT    model calls begun in the bucket
-- @returns  cost_usd     DOUBLE    spend in the bucket
-- @returns  risen_at     TIMESTAMP minute of the bucket from which on it spent fastest against its own average
-- @returns  before_usd   DOUBLE    spend in the bucket before that minute
-- @caveat   Buckets without calls and spend are absent, so a usual value over these rows is one of busy hours.
-- @caveat   A call's whole cost stands at the moment it began.
with agent_minutes as (
    select
        connection,
        coalesce(agent, 'unnamed') as agent,
        minute,
        sum(generations)::bigint as generations,
        coalesce(sum(cost_usd), 0)::decimal(38, 10) as cost_usd
    from llm_cost_minutely
    where minute >= $since::timestamp - $history_days::bigint * interval 1 day
        and minute < $until::timestamp
    group by connection, coalesce(agent, 'unnamed'), minute
),

model_minutes as (
    select
        connection,
        model,
        date_trunc('minute', started_at) as minute,
        count(*) filter (where type = 'GENERATION') as generations,
        coalesce(sum(cost_usd), 0)::decimal(38, 10) as cost_usd
    from llm_observations
    where started_at >= $since::timestamp - $history_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and model is not null
    group by connection, model, date_trunc('minute', started_at)
),

minutes as (
    select connection, 'project' as kind, connection as name, minute, sum(generations)::bigint as generations,
        sum(cost_usd) as cost_usd
    from agent_minutes
    group by connection, minute
    union all
    select connection, 'agent', agent, minute, generations, cost_usd
    from agent_minutes
    union all
    select connection, 'model', model, minute, generations, cost_usd
    from model_minutes
),

-- The rise is where the spend so far lags most behind an even spend.
running as (
    select connection, kind, name, minute, generations, cost_usd,
        time_bucket(interval 1 hour, minute, $until::timestamp) as from_at,
        coalesce(
            sum(cost_usd) over (
                partition by connection, kind, name, time_bucket(interval 1 hour, minute, $until::timestamp)
                order by minute rows between unbounded preceding and 1 preceding
            ),
            0
        )::double as before_usd,
        sum(cost_usd) over (
            partition by connection, kind, name, time_bucket(interval 1 hour, minute, $until::timestamp)
        )::double as bucket_usd
    from minutes
)

select connection, kind, name, from_at,
    sum(generations)::bigint as generations,
    sum(cost_usd)::double as cost_usd,
    min_by(minute, (round(before_usd - bucket_usd * date_diff('minute', from_at, minute) / 60, 9), minute)) as risen_at,
    min_by(before_usd, (round(before_usd - bucket_usd * date_diff('minute', from_at, minute) / 60, 9), minute))
        as before_usd
from running
where ($kind::varchar is null or kind = $kind::varchar)
    and ($name::varchar is null or name = $name::varchar)
group by connection, kind, name, from_at
order by connection, kind, name, from_at
