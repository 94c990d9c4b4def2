-- @question In which traces did these Sentry issues occur?
-- @grain    one row per connection, issue and trace
-- @reads    sentry_events
-- @window   since until
-- @param    since      TIMESTAMP first moment [default: now-24h]
-- @param    until      TIMESTAMP moment after the last [default: now]
-- @param    issue_ids  VARCHAR[] issues, by Sentry's id [default: ]
-- @returns  connection VARCHAR   configured connection
-- @returns  issue_id   VARCHAR   issue
-- @returns  trace_id   VARCHAR   trace that its events carry
-- @returns  events     BIGINT    such events
-- @caveat   Only events that carry a trace id are seen.
select connection, issue_id, trace_id, count(*) as events
from sentry_events
where occurred_at >= $since::timestamp
    and occurred_at < $until::timestamp
    and trace_id is not null
    and list_contains($issue_ids::varchar[], issue_id)
group by connection, issue_id, trace_id
order by connection, issue_id, trace_id
