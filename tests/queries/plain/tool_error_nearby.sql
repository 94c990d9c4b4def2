-- @question Which tool calls look fine while Sentry saw an error of the same run within minutes?
-- @grain    one row per connection and Sentry error that is linked to a tool call of level DEFAULT
-- @reads    llm_observations, sentry_events, sentry_issues, sentinel_services
-- @window   since until
-- @param    since          TIMESTAMP first moment to judge [default: now-24h]
-- @param    until          TIMESTAMP moment after the last [default: now]
-- @param    minutes        BIGINT    farthest distance between call and error [default: 5]
-- @param    baseline_days  BIGINT    days before `since` to show as well [default: 7]
-- @param    tool          VARCHAR   only this tool; null for all [default: null]
-- @returns  connection     VARCHAR   connection of the tool call
-- @returns  period         VARCHAR   baseline or judged
-- @returns  tool           VARCHAR   the step that held the error, else the last one before it, else the next one
-- @returns  agent          VARCHAR   agent of the call
-- @returns  trace_id       VARCHAR   trace of the call
-- @returns  observation_id VARCHAR   the call
-- @returns  called_at      TIMESTAMP when the call began
-- @returns  release        VARCHAR   release the trace carried
-- @returns  cost_usd       DOUBLE    spend of the call's own observation
-- @returns  issue_id       VARCHAR   Sentry issue
-- @returns  event_id       VARCHAR   Sentry event; null where only the issue is known
-- @returns  error_at       TIMESTAMP when the error happened
-- @returns  error_title    VARCHAR   the error's title
-- @returns  gap_seconds    DOUBLE    from the call's begin to the error; negative when the error came first
-- @returns  link           VARCHAR   what ties them: same_trace, same_release or same_service
-- @caveat   Nearness alone links nothing: without the trace's id, the error must name the agent (tag) or the tool
--           (transaction, culprit) and share the release or the service.
-- @caveat   Errors whose nearest step is a model call, or has level WARNING or ERROR, are left out: they are no silent
--           failure of a tool.
with calls as (
    select connection, coalesce(name, 'unnamed') as tool, agent, trace_id, observation_id, level, started_at,
        coalesce(ended_at, started_at) as ended_at, release, coalesce(cost_usd, 0)::double as cost_usd,
        type in ('TOOL', 'SPAN') as is_tool
    from llm_observations
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and type not in ('EVENT', 'AGENT')
        and not coalesce(is_root, parent_observation_id is null)
        and trace_id is not null
),

-- A connection sees its own errors and those of connections that one service names together with it.
peers as (
    select connection, connection as peer
    from calls
    union
    select one.value, other.value
    from sentinel_services as one
    inner join sentinel_services as other using (service)
    where one.kind = 'connection' and other.kind = 'connection'
),

event_errors as (
    select connection, issue_id, event_id, occurred_at as error_at, title, project, release, trace_id, agent,
        transaction as place
    from sentry_events
    where occurred_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and occurred_at < $until::timestamp
        and coalesce(level, 'error') in ('error', 'fatal')
),

errors as (
    select peers.connection, issue_id, event_id, error_at, title, project, release, trace_id, agent, place
    from event_errors
    inner join peers on peers.peer = event_errors.connection
    union all
    select peers.connection, issue_id, null, seen.error_at, title, project, seen.release, null, null, culprit
    from (
        select connection, issue_id, title, project, culprit,
            unnest([
                {'error_at': first_seen_at, 'release': first_release},
                {'error_at': last_seen_at, 'release': last_release}
            ]) as seen
        from sentry_issues
        where coalesce(level, 'error') in ('error', 'fatal')
    ) as issues
    anti join event_errors using (connection, issue_id)
    inner join peers on peers.peer = issues.connection
    where seen.error_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and seen.error_at < $until::timestamp
),

services as (
    select
        list(value) filter (where kind = 'connection') as connections,
        list(value) filter (where kind = 'agent') as agents,
        list(value) filter (where kind = 'sentry_project') as projects
    from sentinel_services
    group by service
),

linked as (
    select calls.connection, calls.observation_id, errors.issue_id,
        errors.event_id, errors.error_at, 'same_trace' as link
    from errors
    inner join calls on calls.connection = errors.connection and calls.trace_id = errors.trace_id
    union all
    select calls.connection, calls.observation_id, errors.issue_id, errors.event_id,
        errors.error_at,
        if(calls.release = errors.release, 'same_release', 'same_service')
    from (
        select connection, issue_id, event_id, error_at, project, release, agent, place,
            unnest([
                time_bucket(interval 15 minutes, error_at - interval 15 minutes),
                time_bucket(interval 15 minutes, error_at),
                time_bucket(interval 15 minutes, error_at + interval 15 minutes)
            ]) as quarter
        from errors
        anti join (select distinct connection, trace_id from calls) as known using (connection, trace_id)
    ) as errors
    inner join calls
        on calls.connection = errors.connection
        and time_bucket(interval 15 minutes, calls.started_at) = errors.quarter
        and (calls.agent = errors.agent or contains(errors.place, calls.tool))
    where calls.release = errors.release
        or exists (
            select 1
            from services
            where (services.agents is null or list_contains(services.agents, calls.agent))
                and (services.projects is null or list_contains(services.projects, errors.project))
                and list_contains(coalesce(services.connections, [calls.connection]), calls.connection)
                and coalesce(services.agents, services.connections) is not null
        )
),

-- Sentry cuts times to the second: an error may stand up to a second before what it happened in.
placed as (
    select calls.connection, calls.tool, calls.agent, calls.trace_id, calls.observation_id, calls.level, calls.is_tool,
        calls.started_at, calls.release, calls.cost_usd, linked.issue_id, linked.event_id, linked.error_at, linked.link,
        abs(epoch_ms(linked.error_at - calls.started_at)) as distance_ms,
        linked.error_at + interval 1 second > calls.started_at as is_after,
        linked.error_at + interval 1 second > calls.started_at and linked.error_at <= calls.ended_at as is_inside
    from linked
    inner join calls using (connection, observation_id)
),

-- Where two steps hold the error, one that shows a failure of its own explains it.
nearest as (
    select connection, tool, agent, trace_id, observation_id, level, is_tool, started_at as called_at, release,
        cost_usd, issue_id, event_id, error_at, link,
        epoch_ms(error_at - started_at) / 1000 as gap_seconds
    from placed
    where is_inside
        or distance_ms <= $minutes::bigint * 60000
    qualify row_number() over (
        partition by connection, issue_id, event_id, error_at
        order by
            is_inside desc,
            is_after desc,
            is_inside and coalesce(level, 'DEFAULT') in ('WARNING', 'ERROR') desc,
            is_inside and is_tool desc,
            distance_ms,
            is_tool desc,
            observation_id
    ) = 1
)

select nearest.connection,
    if(nearest.error_at < $since::timestamp, 'baseline', 'judged') as period,
    nearest.tool, nearest.agent, nearest.trace_id, nearest.observation_id, nearest.called_at, nearest.release,
    nearest.cost_usd, nearest.issue_id, nearest.event_id, nearest.error_at, errors.title as error_title,
    nearest.gap_seconds::double as gap_seconds, nearest.link
from nearest
inner join errors
    on errors.connection = nearest.connection
    and errors.issue_id is not distinct from nearest.issue_id
    and errors.event_id is not distinct from nearest.event_id
    and errors.error_at = nearest.error_at
where nearest.is_tool
    and ($tool::varchar is null or nearest.tool = $tool::varchar)
    and coalesce(nearest.level, 'DEFAULT') in ('DEFAULT', 'DEBUG')
order by nearest.connection, nearest.tool, nearest.error_at, nearest.event_id
