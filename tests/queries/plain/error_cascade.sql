-- @question Did errors and model calls of an agent rise together, and what did the calls cost?
-- @grain    one row per connection, agent and time bucket with calls, spend or linked errors
-- @reads    llm_cost_minutely, llm_observations, sentry_events, sentry_issues, sentinel_services
-- @window   since until
-- @param    since          TIMESTAMP first moment to judge [default: now-24h]
-- @param    until          TIMESTAMP moment after the last; buckets are counted back from it [default: now]
-- @param    minutes        BIGINT    length of a bucket [default: 30]
-- @param    history_days   BIGINT    days before `since` to show as well [default: 8]
-- @param    agent          VARCHAR   only this agent; null for all [default: null]
-- @returns  connection     VARCHAR   connection of the agent
-- @returns  agent          VARCHAR   agent as the trace names it
-- @returns  from_at        TIMESTAMP start of the bucket
-- @returns  generations    BIGINT    model calls begun in the bucket
-- @returns  errors         BIGINT    failures: linked Sentry events or observations of level ERROR, whichever are more
-- @returns  sentry_errors  BIGINT    linked Sentry events
-- @returns  cost_usd       DOUBLE    spend in the bucket
-- @returns  errors_from_at TIMESTAMP minute of the bucket from which on linked Sentry errors came fastest, null without any
-- @returns  link           VARCHAR   strongest tie of the Sentry errors to the agent: same_trace, agent_tag, same_release or same_service
-- @returns  issue_ids      VARCHAR[] up to 20 Sentry issues of these errors
-- @caveat   Each Sentry event counts under its strongest tie only, but for every agent that tie reaches; with nothing but
--           nearness in time it counts for none.
-- @caveat   An issue without stored events counts its event_count evenly between its first and last sighting, when it was
--           first seen in the window.
-- @caveat   A failed call is often seen by both systems, so their counts are not added up: there may be more failures,
--           never fewer.
-- @caveat   Handled errors of level warning and below are left out.
with calls as (
    select connection, coalesce(agent, 'unnamed') as agent,
        time_bucket($minutes::bigint * interval 1 minute, minute, $until::timestamp) as from_at,
        sum(generations)::bigint as generations,
        sum(errors)::bigint as errors,
        sum(cost_usd)::double as cost_usd
    from llm_cost_minutely
    where minute >= $since::timestamp - $history_days::bigint * interval 1 day
        and minute < $until::timestamp
    group by all
),

runs as (
    select connection, trace_id, coalesce(agent, 'unnamed') as agent, release
    from llm_observations
    where started_at >= $since::timestamp - $history_days::bigint * interval 1 day
        and started_at < $until::timestamp
    group by all
),

peers as (
    select connection, connection as peer
    from calls
    union
    select one.value, other.value
    from sentinel_services as one
    inner join sentinel_services as other using (service)
    where one.kind = 'connection' and other.kind = 'connection'
),

events as (
    select connection, event_id, issue_id, project, release, trace_id, agent, occurred_at as error_at, 1.0 as weight
    from sentry_events
    where occurred_at >= $since::timestamp - $history_days::bigint * interval 1 day
        and occurred_at < $until::timestamp
        and coalesce(level, 'error') in ('error', 'fatal')
    union all
    select connection, issue_id || ' ' || moment, issue_id, project, coalesce(last_release, first_release), null, null,
        moment,
        event_count / count(*) over (partition by connection, issue_id)
    from sentry_issues
    anti join sentry_events using (connection, issue_id)
    cross join lateral generate_series(
        first_seen_at,
        least(coalesce(last_seen_at, first_seen_at), $until::timestamp),
        $minutes::bigint * interval 1 minute
    ) as moments(moment)
    where first_seen_at >= $since::timestamp
        and first_seen_at < $until::timestamp
        and coalesce(level, 'error') in ('error', 'fatal')
),

services as (
    select
        list(value) filter (where kind = 'connection') as connections,
        list(value) filter (where kind = 'agent') as agents,
        list(value) filter (where kind = 'sentry_project') as projects
    from sentinel_services
    group by service
),

service_ties as (
    select distinct agents.connection, agents.agent, projects.project
    from (select distinct connection, agent from calls) as agents
    inner join services
        on if(
            services.agents is null,
            list_contains(services.connections, agents.connection),
            list_contains(services.agents, agents.agent)
                and list_contains(coalesce(services.connections, [agents.connection]), agents.connection)
        )
    inner join (select distinct connection, project from events) as projects
        on services.projects is null or list_contains(services.projects, projects.project)
    inner join peers
        on peers.connection = agents.connection
        and peers.peer = projects.connection
),

ties as (
    select runs.connection, runs.agent, events.connection as event_connection, events.event_id,
        4 as strength
    from events
    inner join peers on peers.peer = events.connection
    inner join (select distinct connection, trace_id, agent from runs) as runs
        on runs.connection = peers.connection
        and runs.trace_id = events.trace_id
    union all
    select agents.connection, agents.agent, events.connection, events.event_id, 3
    from events
    inner join peers on peers.peer = events.connection
    inner join (select distinct connection, agent from calls) as agents
        on agents.connection = peers.connection
        and agents.agent = events.agent
    union all
    select releases.connection, releases.agent, events.connection, events.event_id, 2
    from events
    inner join peers on peers.peer = events.connection
    inner join (select distinct connection, release, agent from runs) as releases
        on releases.connection = peers.connection
        and releases.release = events.release
    union all
    select service_ties.connection, service_ties.agent, events.connection, events.event_id, 1
    from events
    inner join peers on peers.peer = events.connection
    inner join service_ties
        on service_ties.connection = peers.connection
        and service_ties.project is not distinct from events.project
),

strongest as (
    select connection, agent, event_connection, event_id, strength
    from ties
    qualify strength = max(strength) over (partition by connection, event_connection, event_id)
),

error_minutes as (
    select strongest.connection, strongest.agent,
        time_bucket($minutes::bigint * interval 1 minute, events.error_at, $until::timestamp) as from_at,
        date_trunc('minute', events.error_at) as minute,
        sum(events.weight) as errors,
        max(strongest.strength) as strength,
        list(distinct events.issue_id) as issue_ids
    from strongest
    inner join events
        on events.connection = strongest.event_connection
        and events.event_id = strongest.event_id
    group by all
),

-- The rise is where the errors so far lag most behind an even flow.
running as (
    select connection, agent, from_at, minute, errors, strength, issue_ids,
        coalesce(sum(errors) over (bucket order by minute rows between unbounded preceding and 1 preceding), 0)
            - sum(errors) over bucket * epoch(minute - from_at) / epoch($minutes::bigint * interval 1 minute) as ahead
    from error_minutes
    window bucket as (partition by connection, agent, from_at)
),

seen_errors as (
    select connection, agent, from_at,
        round(sum(errors))::bigint as sentry_errors,
        max(strength) as strength,
        min_by(minute, (round(ahead, 6), minute)) as errors_from_at,
        list_sort(list_distinct(flatten(list(issue_ids))))[:20] as issue_ids
    from running
    group by connection, agent, from_at
)

select connection, agent, from_at,
    coalesce(calls.generations, 0) as generations,
    greatest(coalesce(calls.errors, 0), coalesce(seen_errors.sentry_errors, 0)) as errors,
    coalesce(seen_errors.sentry_errors, 0) as sentry_errors,
    coalesce(calls.cost_usd, 0) as cost_usd,
    seen_errors.errors_from_at,
    case seen_errors.strength
        when 4 then 'same_trace'
        when 3 then 'agent_tag'
        when 2 then 'same_release'
        when 1 then 'same_service'
    end as link,
    coalesce(seen_errors.issue_ids, []) as issue_ids
from calls
full join seen_errors using (connection, agent, from_at)
where $agent::varchar is null
    or agent = $agent::varchar
order by connection, agent, from_at
