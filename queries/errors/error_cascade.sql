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

peers as (
    select unnest(list(distinct connection)) as connection, unnest(list(distinct connection)) as peer
    from calls
    union
    select one.value, other.value
    from sentinel_services as one
    inner join sentinel_services as other using (service)
    where one.kind = 'connection' and other.kind = 'connection'
),

events as (
    select connection, issue_id, project, release, trace_id, agent, occurred_at as error_at, 1.0 as weight
    from sentry_events
    where occurred_at >= $since::timestamp - $history_days::bigint * interval 1 day
        and occurred_at < $until::timestamp
        and coalesce(level, 'error') in ('error', 'fatal')
    union all
    select connection, issue_id, project, coalesce(last_release, first_release), null, null, moment,
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

-- Each event as each connection sees it.
sighted as materialized (
    select row_number() over () as sighting, peers.connection, events.issue_id, events.project, events.release,
        events.trace_id, events.agent, events.weight,
        date_trunc('minute', events.error_at) as minute,
        time_bucket($minutes::bigint * interval 1 minute, events.error_at, $until::timestamp) as from_at
    from events
    inner join peers on peers.peer = events.connection
),

traced as materialized (
    select distinct sighted.sighting, coalesce(observations.agent, 'unnamed') as agent
    from llm_observations as observations
    inner join (select sighting, connection, trace_id from sighted where trace_id is not null) as sighted
        using (connection, trace_id)
    where observations.started_at >= $since::timestamp - $history_days::bigint * interval 1 day
        and observations.started_at < $until::timestamp
),

tagged as materialized (
    select sighting, agent
    from (select sighting, connection, agent from sighted where agent is not null) as sighted
    anti join traced using (sighting)
    semi join calls using (connection, agent)
),

untagged as materialized (
    select sighting, connection, project, release
    from sighted
    anti join traced using (sighting)
    anti join tagged using (sighting)
),

released as materialized (
    select untagged.sighting, releases.agent
    from untagged
    inner join (
        select distinct connection, release, coalesce(agent, 'unnamed') as agent
        from llm_observations
        semi join (select connection, release from untagged where release is not null) as named
            using (connection, release)
        where started_at >= $since::timestamp - $history_days::bigint * interval 1 day
            and started_at < $until::timestamp
    ) as releases using (connection, release)
),

-- With nothing but a service in common, what is an event's is every agent's of the service.
served as materialized (
    select untagged.connection, untagged.project, sighted.from_at, sighted.minute, sighted.weight, sighted.issue_id
    from untagged
    anti join released using (sighting)
    inner join sighted using (sighting)
),

tied as materialized (
    select sighted.connection, ties.agent, sighted.from_at, sighted.minute, sighted.weight, sighted.issue_id,
        ties.strength
    from (
        select sighting, agent, 4 as strength
        from traced
        union all
        select sighting, agent, 3
        from tagged
        union all
        select sighting, agent, 2
        from released
    ) as ties
    inner join sighted using (sighting)
),

error_minutes as (
    select connection, agent, from_at, minute, sum(errors) as errors
    from (
        select connection, agent, from_at, minute, sum(weight) as errors
        from tied
        group by all
        union all
        select service_ties.connection, service_ties.agent, minutes.from_at, minutes.minute, minutes.errors
        from (
            select connection, project, from_at, minute, sum(weight) as errors
            from served
            group by all
        ) as minutes
        inner join service_ties
            on service_ties.connection = minutes.connection
            and service_ties.project is not distinct from minutes.project
    )
    group by all
),

-- The rise is where the errors so far lag most behind an even flow.
running as (
    select connection, agent, from_at, minute, errors,
        coalesce(sum(errors) over (bucket order by minute rows between unbounded preceding and 1 preceding), 0)
            - sum(errors) over bucket * epoch(minute - from_at) / epoch($minutes::bigint * interval 1 minute) as ahead
    from error_minutes
    window bucket as (partition by connection, agent, from_at)
),

rises as (
    select connection, agent, from_at,
        round(sum(errors))::bigint as sentry_errors,
        min_by(minute, (round(ahead, 6), minute)) as errors_from_at
    from running
    group by connection, agent, from_at
),

issues as (
    select connection, agent, from_at,
        max(strength) as strength,
        list_sort(list_distinct(flatten(list(issue_ids))))[:20] as issue_ids
    from (
        select connection, agent, from_at, max(strength) as strength,
            list_sort(list_distinct(list(issue_id)))[:20] as issue_ids
        from tied
        group by connection, agent, from_at
        union all
        select service_ties.connection, service_ties.agent, buckets.from_at, 1, buckets.issue_ids
        from (
            select connection, project, from_at, list_sort(list_distinct(list(issue_id)))[:20] as issue_ids
            from served
            group by connection, project, from_at
        ) as buckets
        inner join service_ties
            on service_ties.connection = buckets.connection
            and service_ties.project is not distinct from buckets.project
    )
    group by connection, agent, from_at
),

seen_errors as (
    select connection, agent, from_at, rises.sentry_errors, issues.strength, rises.errors_from_at, issues.issue_ids
    from rises
    inner join issues using (connection, agent, from_at)
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
