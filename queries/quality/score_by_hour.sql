-- @question How did each score run, hour by hour?
-- @grain    one row per connection, score and clock hour
-- @reads    langfuse_scores
-- @window   since until
-- @param    since      TIMESTAMP first moment [default: now-7d]
-- @param    until      TIMESTAMP moment after the last [default: now]
-- @param    score           VARCHAR   only this score; null for all [default: null]
-- @returns  connection VARCHAR   configured connection
-- @returns  score      VARCHAR   name of the score
-- @returns  hour       TIMESTAMP start of the clock hour, UTC
-- @returns  scores     BIGINT    scores given
-- @returns  mean       DOUBLE    their mean
-- @returns  lowest     DOUBLE    smallest
-- @caveat   Scores without a number (categories) are left out.
select connection, coalesce(name, 'unnamed') as score, date_trunc('hour', scored_at) as hour, count(*) as scores,
    round(avg(value), 6) as mean, min(value) as lowest
from langfuse_scores
where scored_at >= $since::timestamp
    and scored_at < $until::timestamp
    and value is not null
    and ($score::varchar is null or coalesce(name, 'unnamed') = $score::varchar)
group by connection, coalesce(name, 'unnamed'), date_trunc('hour', scored_at)
order by connection, score, hour
