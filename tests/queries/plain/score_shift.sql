-- @question Did a score fall against the days before, and from when?
-- @grain    one row per connection, score and agent with scores in the window
-- @reads    langfuse_scores, llm_observations
-- @window   since until
-- @param    since           TIMESTAMP first moment to judge [default: now-24h]
-- @param    until           TIMESTAMP moment after the last [default: now]
-- @param    baseline_days   BIGINT    days before `since` that say what is usual [default: 7]
-- @param    score           VARCHAR   only this score; null for all [default: null]
-- @returns  connection      VARCHAR   configured connection
-- @returns  score           VARCHAR   name of the score
-- @returns  agent           VARCHAR   agent of the scored traces, null where the trace is not known
-- @returns  scores          BIGINT    scores in the window
-- @returns  mean            DOUBLE    their mean
-- @returns  deviation       DOUBLE    their sample standard deviation, null for one
-- @returns  usual_scores    BIGINT    scores in the days before
-- @returns  usual_mean      DOUBLE    their mean
-- @returns  usual_deviation DOUBLE    their sample standard deviation
-- @returns  lowest          DOUBLE    smallest value in both
-- @returns  highest         DOUBLE    largest value in both
-- @returns  fell_at         TIMESTAMP first score after the change point
-- @returns  trace_ids       VARCHAR[] up to 20 traces of the lowest scores in the window
-- @returns  releases        VARCHAR[] releases of the scored traces in the window
-- @caveat   Scores without a number (categories) are left out.
-- @caveat   The change point is where the running sum of distances to the middle of both means was highest.
with values as (
    select connection, coalesce(name, 'unnamed') as score, score_id, trace_id, value, scored_at
    from langfuse_scores
    where scored_at >= $since::timestamp - $baseline_days::bigint * interval 1 day
        and scored_at < $until::timestamp
        and value is not null
        and isfinite(value)
        and ($score::varchar is null or coalesce(name, 'unnamed') = $score::varchar)
),

traces as (
    select connection, trace_id, min(agent) as agent, min(release) as release
    from llm_observations
    where started_at >= $since::timestamp - ($baseline_days::bigint + 1) * interval 1 day
        and started_at < $until::timestamp
        and trace_id is not null
    group by connection, trace_id
),

scored as (
    select connection, values.score, traces.agent, values.score_id, trace_id, traces.release, values.value,
        values.scored_at,
        (
            avg(values.value) filter (where values.scored_at < $since::timestamp) over sample
            + avg(values.value) filter (where values.scored_at >= $since::timestamp) over sample
        ) / 2 as middle
    from values
    left join traces using (connection, trace_id)
    window sample as (partition by connection, values.score, traces.agent)
),

running as (
    select connection, score, agent, score_id, trace_id, release, value, scored_at,
        coalesce(
            sum(value - middle) over (
                partition by connection, score, agent order by scored_at, score_id
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as sum_before
    from scored
)

select connection, score, agent,
    count(*) filter (where scored_at >= $since::timestamp) as scores,
    round(avg(value) filter (where scored_at >= $since::timestamp), 6) as mean,
    round(stddev_samp(value) filter (where scored_at >= $since::timestamp), 6) as deviation,
    count(*) filter (where scored_at < $since::timestamp) as usual_scores,
    round(avg(value) filter (where scored_at < $since::timestamp), 6) as usual_mean,
    round(stddev_samp(value) filter (where scored_at < $since::timestamp), 6) as usual_deviation,
    min(value) as lowest,
    max(value) as highest,
    max_by(scored_at, (round(sum_before, 9), scored_at)) as fell_at,
    coalesce(
        list(trace_id order by value, scored_at, score_id)
            filter (where scored_at >= $since::timestamp and trace_id is not null),
        []
    )[:20] as trace_ids,
    coalesce(
        list(distinct release order by release) filter (where scored_at >= $since::timestamp and release is not null),
        []
    ) as releases
from running
group by connection, score, agent
having count(*) filter (where scored_at >= $since::timestamp) > 0
order by connection, score, agent
