-- @question What speaks for looking at each trace: errors, cost, tools, model calls, scores?
-- @grain    one row per connection and trace with an observation in the window
-- @reads    llm_observations, sentry_events, langfuse_scores, sentinel_services
-- @optional sentry_events, langfuse_scores
-- @window   since until
-- @param    since          TIMESTAMP first moment [default: now-24h]
-- @param    until          TIMESTAMP moment after the last [default: now]
-- @param    baseline_days  BIGINT    days before `since` that say what is usual [default: 7]
-- @param    low_share      DOUBLE    part of the usual scores below which a score counts as low [default: 0.1]
-- @returns  connection     VARCHAR   configured connection
-- @returns  trace_id       VARCHAR   trace
-- @returns  agent          VARCHAR   agent as the trace names it
-- @returns  started_at     TIMESTAMP first observation in the window
-- @returns  generations    BIGINT    model calls in the window
-- @returns  cost_usd       DOUBLE    spend in the window
-- @returns  usual_cost_usd DOUBLE    mean spend of the agent's traces in the days before, else in the window
-- @returns  bad_steps      BIGINT    observations of level WARNING or ERROR
-- @returns  sentry_errors  BIGINT    Sentry errors that carry the trace's id
-- @returns  low_scores     BIGINT    scores below that part of the same score in the days before
-- @returns  tools          VARCHAR[] the different tools it called
-- @returns  pattern_seen   BOOLEAN   the agent called just these tools in the days before; null where these are empty
-- @caveat   The spans of a trace count as its tools where it has no observation of type TOOL.
-- @caveat   Errors of Sentry count when they are of the same connection or of one that a service names beside it.
with observed as (
    select connection, trace_id, agent, name, type, level, cost_usd, started_at,
        started_at >= $since::timestamp as is_judged,
        type = 'TOOL' as is_tool,
        type = 'SPAN' and not coalesce(is_root, parent_observation_id is null) as is_span
    from llm_observations
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and trace_id is not null
),

traces as (
    select connection, trace_id, is_judged,
        min(agent) as agent,
        min(started_at) as started_at,
        count(*) filter (where type = 'GENERATION') as generations,
        coalesce(sum(cost_usd), 0)::double as cost_usd,
        count(*) filter (where level in ('WARNING', 'ERROR')) as bad_steps,
        list_sort(coalesce(
            list(distinct name) filter (where is_tool),
            list(distinct name) filter (where is_span),
            []
        )) as tools
    from observed
    group by connection, trace_id, is_judged
),

usual as (
    select connection, agent,
        coalesce(avg(cost_usd) filter (where not is_judged), avg(cost_usd)) as cost_usd
    from traces
    group by connection, agent
),

patterns as (
    select connection, agent, tools
    from traces
    where not is_judged
    group by connection, agent, tools
),

known as (
    select connection
    from patterns
    group by connection
),

-- A connection sees its own errors and those of connections that one service names together with it.
peers as (
    select connection, connection as peer
    from traces
    union
    select one.value, other.value
    from sentinel_services as one
    inner join sentinel_services as other using (service)
    where one.kind = 'connection' and other.kind = 'connection'
),

errors as (
    select peers.connection, trace_id, count(*) as sentry_errors
    from sentry_events as events
    inner join peers on peers.peer = events.connection
    where occurred_at >= $since::timestamp
        and occurred_at < $until::timestamp
        and trace_id is not null
        and coalesce(level, 'error') in ('error', 'fatal')
    group by peers.connection, trace_id
),

scored as (
    select connection, trace_id, name, value, scored_at >= $since::timestamp as is_judged
    from langfuse_scores
    where scored_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and scored_at < $until::timestamp
        and value is not null
        and trace_id is not null
),

usual_scores as (
    select connection, name, quantile_cont(value, $low_share::double) as low
    from scored
    where not is_judged
    group by connection, name
),

low_scored as (
    select connection, scored.trace_id, count(*) as low_scores
    from scored
    inner join usual_scores using (connection, name)
    where scored.is_judged
        and scored.value < usual_scores.low
    group by connection, scored.trace_id
)

select connection, trace_id, traces.agent, traces.started_at, traces.generations, traces.cost_usd,
    usual.cost_usd as usual_cost_usd,
    traces.bad_steps,
    coalesce(errors.sentry_errors, 0) as sentry_errors,
    coalesce(low_scored.low_scores, 0) as low_scores,
    traces.tools,
    if(known.connection is null, null, patterns.tools is not null) as pattern_seen
from traces
left join errors using (connection, trace_id)
left join low_scored using (connection, trace_id)
left join usual
    on usual.connection = traces.connection
    and usual.agent is not distinct from traces.agent
left join patterns
    on patterns.connection = traces.connection
    and patterns.agent is not distinct from traces.agent
    and patterns.tools = traces.tools
left join known on known.connection = traces.connection
where traces.is_judged
order by connection, traces.started_at, trace_id
