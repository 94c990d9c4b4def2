-- @question Which Sentry issues had the most events in a week, and which of them are new?
-- @grain    one row per connection and Sentry issue with at least one event in the window
-- @reads    sentry_events, sentry_issues
-- @window   since until
-- @param    since         TIMESTAMP first moment [default: now-7d]
-- @param    until         TIMESTAMP moment after the last [default: now]
-- @returns  connection    VARCHAR   configured connection
-- @returns  issue_id      VARCHAR   Sentry issue
-- @returns  title         VARCHAR   what failed
-- @returns  status        VARCHAR   unresolved, resolved or ignored; null when the issue itself was not fetched
-- @returns  first_seen_at TIMESTAMP first sighting ever, null when the issue itself was not fetched
-- @returns  events        BIGINT    events in the window
-- @returns  permalink     VARCHAR   page of the issue, null when the issue itself was not fetched
-- @caveat   Sentry samples some events and keeps them for a limited time: fewer may be here than happened.
with events as (
    select connection, issue_id, count(*) as events, min(title) as title
    from sentry_events
    where occurred_at >= $since::timestamp
        and occurred_at < $until::timestamp
        and issue_id is not null
    group by connection, issue_id
)

select events.connection, events.issue_id,
    coalesce(issues.title, events.title) as title,
    issues.status,
    issues.first_seen_at,
    events.events,
    issues.permalink
from events
left join sentry_issues as issues using (connection, issue_id)
order by events.connection, events.events desc, events.issue_id
