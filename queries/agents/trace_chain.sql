-- @question What happened in one trace, in order, with the errors and scores that belong to it?
-- @grain    one row per observation, Sentry event and score of the trace
-- @reads    llm_observations, sentry_events, langfuse_scores
-- @param    trace_id   VARCHAR   trace
-- @returns  connection VARCHAR   configured connection
-- @returns  happened_at TIMESTAMP when it began or was recorded
-- @returns  kind       VARCHAR   observation, sentry_event or score
-- @returns  id         VARCHAR   its id at the vendor
-- @returns  parent_id  VARCHAR   observation it hangs under, null at the top
-- @returns  type       VARCHAR   observation type, event level or score data type
-- @returns  name       VARCHAR   observation or score name, event title
-- @returns  level      VARCHAR   DEBUG, DEFAULT, WARNING or ERROR; an event's own level; null for scores
-- @returns  latency_ms DOUBLE    duration of an observation
-- @returns  cost_usd   DOUBLE    spend of an observation
-- @returns  detail     VARCHAR   status message, event message, or score, cut to 500 characters
-- @caveat   A Sentry event belongs to the trace when it carries the trace's id.
select connection, started_at as happened_at, 'observation' as kind, observation_id as id, parent_observation_id as parent_id,
    type, name, level, latency_ms, cost_usd::double as cost_usd, left(status_message, 500) as detail
from llm_observations
where trace_id = $trace_id::varchar
union all
select connection, occurred_at, 'sentry_event', event_id, null, level, title, level, null, null, left(message, 500)
from sentry_events
where trace_id = $trace_id::varchar
union all
select connection, scored_at, 'score', score_id, observation_id, data_type, name, null, null, null,
    left(coalesce(string_value, value::varchar), 500)
from langfuse_scores
where trace_id = $trace_id::varchar
order by connection, happened_at, kind, id
