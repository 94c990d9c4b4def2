-- @question How did the scores of each feature's traces run, day by day?
-- @grain    one row per connection, feature, score and day back from `until`
-- @reads    langfuse_scores, llm_observations
-- @window   since until
-- @param    since      TIMESTAMP first moment [default: now-14d]
-- @param    until      TIMESTAMP moment after the last; days are counted back from it [default: now]
-- @param    feature    VARCHAR   only this feature; null for all [default: null]
-- @returns  connection VARCHAR   configured connection
-- @returns  feature    VARCHAR   name of the generation
-- @returns  score      VARCHAR   name of the score
-- @returns  from_at    TIMESTAMP start of the day
-- @returns  scores     BIGINT    scores given
-- @returns  mean       DOUBLE    their mean
-- @returns  lowest     DOUBLE    smallest
-- @caveat   A score of an observation counts for that feature alone, a score of a trace for every feature in it.
-- @caveat   Scores without a number (categories) are left out.
with generations as (
    select connection, trace_id, observation_id, coalesce(name, 'unnamed') as feature
    from llm_observations
    where started_at >= $since::timestamp - interval 1 day
        and started_at < $until::timestamp
        and type = 'GENERATION'
        and trace_id is not null
        and ($feature::varchar is null or coalesce(name, 'unnamed') = $feature::varchar)
),

features as (
    select connection, trace_id, feature
    from generations
    group by connection, trace_id, feature
),

scored as (
    select connection, coalesce(name, 'unnamed') as score, score_id, trace_id, observation_id, value, scored_at
    from langfuse_scores
    where scored_at >= $since::timestamp
        and scored_at < $until::timestamp
        and value is not null
),

placed as (
    select connection, features.feature, scored.score, scored.value, scored.scored_at
    from scored
    inner join features using (connection, trace_id)
    where scored.observation_id is null
    union all
    select connection, generations.feature, scored.score, scored.value, scored.scored_at
    from scored
    inner join generations using (connection, observation_id)
)

select connection, feature, score, time_bucket(interval 1 day, scored_at, $until::timestamp) as from_at,
    count(*) as scores,
    round(avg(value), 6) as mean,
    min(value) as lowest
from placed
group by connection, feature, score, time_bucket(interval 1 day, scored_at, $until::timestamp)
order by connection, feature, score, from_at
