-- @question What are the steps of one trace, what does each hang under, cost and take, and what belongs to it?
-- @grain    one row per observation, Sentry event and score of the trace
-- @reads    llm_observations, sentry_events, langfuse_scores
-- @param    trace_id          VARCHAR   trace
-- @returns  connection        VARCHAR   configured connection
-- @returns  kind              VARCHAR   observation, sentry_event or score
-- @returns  id                VARCHAR   its id at the vendor
-- @returns  parent_id         VARCHAR   observation it hangs under, null at the top
-- @returns  type              VARCHAR   observation type, event level or score data type
-- @returns  name              VARCHAR   observation or score name, event title
-- @returns  agent             VARCHAR   agent as the trace names it
-- @returns  level             VARCHAR   DEBUG, DEFAULT, WARNING or ERROR; an event's own level; null for scores
-- @returns  detail            VARCHAR   status message, event message, or score, cut to 500 characters
-- @returns  started_at        TIMESTAMP when it began or was recorded
-- @returns  ended_at          TIMESTAMP when it ended, null while it runs and for what is a moment
-- @returns  latency_ms        DOUBLE    duration of an observation
-- @returns  model             VARCHAR   model as the application names it
-- @returns  input_tokens      BIGINT    tokens sent
-- @returns  output_tokens     BIGINT    tokens received
-- @returns  cost_usd          DOUBLE    spend of the observation itself
-- @returns  input_characters  BIGINT    length of its input, null without one
-- @returns  output_characters BIGINT    length of its output, null without one
-- @returns  environment       VARCHAR   environment
-- @returns  release           VARCHAR   release
-- @returns  session_id        VARCHAR   session
-- @returns  user_id           VARCHAR   user
-- @returns  prompt            VARCHAR   linked prompt and its version
-- @returns  issue_id          VARCHAR   issue of a Sentry event
-- @caveat   A Sentry event belongs to the trace when it carries the trace's id.
-- @caveat   Whether an observation without an end still runs or was never ended, its sender alone knows.
select connection, 'observation' as kind, observation_id as id, parent_observation_id as parent_id, type, name, agent, level,
    left(status_message, 500) as detail, started_at, ended_at, latency_ms, model, input_tokens, output_tokens,
    cost_usd::double as cost_usd, length(input) as input_characters, length(output) as output_characters, environment,
    release, session_id, user_id, prompt_name || coalesce(' v' || prompt_version, '') as prompt, null as issue_id
from llm_observations
where trace_id = $trace_id::varchar
union all
select connection, 'sentry_event', event_id, null, level, title, agent, level, left(message, 500), occurred_at, null, null,
    null, null, null, null, null, null, environment, release, null, user_id, null, issue_id
from sentry_events
where trace_id = $trace_id::varchar
union all
select connection, 'score', score_id, observation_id, data_type, name, null, null,
    left(coalesce(string_value, value::varchar), 500), scored_at, null, null, null, null, null, null, null, null, null, null,
    null, null, null, null
from langfuse_scores
where trace_id = $trace_id::varchar
order by connection, started_at, kind, id
