-- @question Which errors did Sentry see in a window, how often and from when?
-- @grain    one row per connection and Sentry issue
-- @reads    sentry_issues, sentry_events
-- @window   since until
-- @param    since         TIMESTAMP first moment [default: now-24h]
-- @param    until         TIMESTAMP moment after the last [default: now]
-- @returns  connection    VARCHAR   configured connection
-- @returns  issue_id      VARCHAR   Sentry issue
-- @returns  short_id      VARCHAR   its readable id
-- @returns  project       VARCHAR   Sentry project
-- @returns  title         VARCHAR   what failed
-- @returns  culprit       VARCHAR   where it failed
-- @returns  level         VARCHAR   level of the issue
-- @returns  status        VARCHAR   unresolved, resolved or ignored
-- @returns  first_seen_at TIMESTAMP first sighting ever
-- @returns  last_seen_at  TIMESTAMP last sighting ever
-- @returns  events        BIGINT    stored events in the window
-- @returns  events_ever   BIGINT    events since the issue began, as Sentry counts them
-- @returns  releases      VARCHAR[] releases of the events in the window
-- @returns  agents        VARCHAR[] agent tags of the events in the window
-- @returns  trace_ids     VARCHAR[] up to 20 traces of the events in the window
-- @returns  permalink     VARCHAR   page of the issue
-- @caveat   Sentry keeps events for a limited time and samples some: `events` may be fewer than happened.
with events as (
    select connection, issue_id,
        count(*) as events,
        min(project) as project,
        min(title) as title,
        min(level) as level,
        coalesce(list(distinct release order by release) filter (where release is not null), []) as releases,
        coalesce(list(distinct agent order by agent) filter (where agent is not null), []) as agents,
        coalesce(list(distinct trace_id order by trace_id) filter (where trace_id is not null), [])[:20] as trace_ids
    from sentry_events
    where occurred_at >= $since::timestamp
        and occurred_at < $until::timestamp
    group by connection, issue_id
),

issues as (
    select connection, issue_id, short_id, project, title, culprit, level, status, first_seen_at, last_seen_at,
        event_count, permalink
    from sentry_issues
)

select connection, issue_id,
    issues.short_id,
    coalesce(issues.project, events.project) as project,
    coalesce(issues.title, events.title) as title,
    issues.culprit,
    coalesce(issues.level, events.level) as level,
    issues.status,
    issues.first_seen_at,
    issues.last_seen_at,
    coalesce(events.events, 0) as events,
    issues.event_count as events_ever,
    coalesce(events.releases, []) as releases,
    coalesce(events.agents, []) as agents,
    coalesce(events.trace_ids, []) as trace_ids,
    issues.permalink
from issues
full join events using (connection, issue_id)
where events.events is not null
    or (issues.last_seen_at >= $since::timestamp and issues.last_seen_at < $until::timestamp)
    or (issues.first_seen_at >= $since::timestamp and issues.first_seen_at < $until::timestamp)
order by connection, events desc, issue_id
