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
with calls as materialized (
    select row_number() over () as call_no, connection, coalesce(name, 'unnamed') as tool, agent, trace_id,
        observation_id, level, started_at, release, coalesce(cost_usd, 0)::double as cost_usd,
        type in ('TOOL', 'SPAN') as is_tool,
        coalesce(level, 'DEFAULT') in ('WARNING', 'ERROR') as is_failing,
        epoch_us(started_at) as start_us,
        epoch_us(coalesce(ended_at, started_at)) as end_us
    from llm_observations
    where started_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and type not in ('EVENT', 'AGENT')
        and not coalesce(is_root, parent_observation_id is null)
        and trace_id is not null
),

-- Through a list, which tells the planner that they are few.
kinds as (
    select unnest(list(distinct {'connection': connection, 'agent': agent, 'tool': tool}), recursive := true)
    from calls
),

-- A connection sees its own errors and those of connections that one service names together with it.
peers as (
    select unnest(list(distinct connection)) as connection, unnest(list(distinct connection)) as peer
    from kinds
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

seen_errors as (
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

errors as materialized (
    select row_number() over () as error_no, connection, issue_id, event_id, error_at, title, project, release,
        trace_id, agent, place, epoch_us(error_at) as error_us
    from seen_errors
),

same_trace as materialized (
    select errors.error_no, errors.error_us, calls.call_no, calls.start_us, calls.end_us, calls.is_failing,
        calls.is_tool
    from calls
    inner join (select error_no, connection, trace_id, error_us from errors where trace_id is not null) as errors
        using (connection, trace_id)
),

services as (
    select
        list(value) filter (where kind = 'connection') as connections,
        list(value) filter (where kind = 'agent') as agents,
        list(value) filter (where kind = 'sentry_project') as projects
    from sentinel_services
    group by service
),

-- Agents and projects that one service names: they need not share a release.
served as (
    select distinct agents.connection, agents.agent, projects.project
    from (select distinct connection, agent from kinds) as agents
    cross join (select distinct project from errors) as projects
    inner join services
        on (services.agents is null or list_contains(services.agents, agents.agent))
        and (services.projects is null or list_contains(services.projects, projects.project))
        and list_contains(coalesce(services.connections, [agents.connection]), agents.connection)
        and coalesce(services.agents, services.connections) is not null
),

untraced as (
    select error_no, connection, error_us, project, release, agent, place
    from errors
    anti join same_trace using (error_no)
),

-- The steps that an error names: all of its agent's, and those of tools that its place speaks of.
named as (
    select error_no, connection, agent, null as tool, error_us, release, project
    from untraced
    where agent is not null
    union all
    select untraced.error_no, untraced.connection, spoken.agent, spoken.tool, untraced.error_us, untraced.release,
        untraced.project
    from untraced
    inner join (
        select places.connection, places.place, kinds.agent, kinds.tool
        from (select distinct connection, place from untraced where place is not null) as places
        inner join kinds on kinds.connection = places.connection and contains(places.place, kinds.tool)
    ) as spoken using (connection, place)
),

-- Five minutes, numbered from the epoch, in which such a step may have begun: as near as `minutes`, and in the quarter
-- of an hour of the error, the one before or the one after. A second more, since an error may stand before its call.
sought as (
    select error_no, connection, agent, tool, error_us, release, is_served, quarter, quarter * 3 + place as slot
    from (
        select named.error_no, named.connection, named.agent, named.tool, named.error_us, named.release,
            served.connection is not null as is_served,
            named.error_us // 900000000 as quarter,
            unnest([-3, -2, -1, 0, 1, 2, 3, 4, 5]) as place
        from named
        left join served
            on served.connection = named.connection
            and served.agent is not distinct from named.agent
            and served.project is not distinct from named.project
    )
    where slot >= (error_us - (greatest($minutes::bigint, 0) * 60 + 1) * 1000000) // 300000000
        and slot <= (error_us + (greatest($minutes::bigint, 0) * 60 + 1) * 1000000) // 300000000
),

-- A call is found in the five minutes of its begin and, when it lasted, in the others that it touched.
steps as (
    select call_no, connection, agent, tool, release, start_us, end_us, is_failing, is_tool,
        start_us // 300000000 as slot
    from calls
    union all
    select call_no, connection, agent, tool, release, start_us, end_us, is_failing, is_tool,
        start_us // 300000000 + later as slot
    from (
        select call_no, connection, agent, tool, release, start_us, end_us, is_failing, is_tool,
            unnest([1, 2, 3, 4, 5]) as later
        from calls
        where end_us // 300000000 > start_us // 300000000
    )
    where slot <= end_us // 300000000
),

linked as (
    select error_no, error_us, call_no, start_us, end_us, is_failing, is_tool
    from same_trace
    union all
    select sought.error_no, sought.error_us, steps.call_no, steps.start_us, steps.end_us, steps.is_failing,
        steps.is_tool
    from sought
    inner join steps
        on steps.connection = sought.connection
        and steps.agent is not distinct from sought.agent
        and steps.slot = sought.slot
    where (sought.tool is null or steps.tool = sought.tool)
        and (sought.is_served or steps.release = sought.release)
        and abs(steps.start_us // 900000000 - sought.quarter) <= 1
),

-- Sentry cuts times to the second: an error may stand up to a second before what it happened in.
placed as (
    select error_no, call_no, is_failing, is_tool,
        abs((error_us - start_us) // 1000) as distance_ms,
        error_us + 1000000 > start_us as is_after,
        error_us + 1000000 > start_us and error_us <= end_us as is_inside
    from linked
),

-- The nearest has the smallest number. Where two steps hold the error, one that shows a failure of its own explains it.
ranked as materialized (
    select error_no, call_no,
        ((not is_inside)::bigint << 48)
        + ((not is_after)::bigint << 47)
        + ((not (is_inside and is_failing))::bigint << 46)
        + ((not (is_inside and is_tool))::bigint << 45)
        + (distance_ms << 1)
        + (not is_tool)::bigint as distance
    from placed
    where is_inside
        or distance_ms <= $minutes::bigint * 60000
),

-- A list likewise.
best as (
    select unnest(list({'error_no': error_no, 'call_no': call_no, 'distance': distance}), recursive := true)
    from ranked
    inner join (select error_no, min(distance) as distance from ranked group by error_no) as smallest
        using (error_no, distance)
),

nearest as (
    select calls.connection, calls.tool, calls.agent, calls.trace_id, calls.observation_id, calls.level, calls.is_tool,
        calls.started_at as called_at, calls.release, calls.cost_usd, errors.issue_id, errors.event_id,
        errors.error_at,
        case
            when calls.trace_id = errors.trace_id then 'same_trace'
            when calls.release = errors.release then 'same_release'
            else 'same_service'
        end as link
    from best
    inner join errors using (error_no)
    inner join calls using (call_no)
    qualify row_number() over (
        partition by errors.connection, errors.issue_id, errors.event_id, errors.error_at
        order by best.distance, calls.observation_id
    ) = 1
)

select nearest.connection,
    if(nearest.error_at < $since::timestamp, 'baseline', 'judged') as period,
    nearest.tool, nearest.agent, nearest.trace_id, nearest.observation_id, nearest.called_at, nearest.release,
    nearest.cost_usd, nearest.issue_id, nearest.event_id, nearest.error_at, errors.title as error_title,
    (epoch_ms(nearest.error_at - nearest.called_at) / 1000)::double as gap_seconds, nearest.link
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
