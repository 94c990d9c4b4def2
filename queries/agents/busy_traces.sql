-- @question Which traces called a model so often that they may go in circles?
-- @grain    one row per connection and trace with at least `generations` model calls
-- @reads    llm_generations
-- @window   since until
-- @param    since        TIMESTAMP first moment [default: now-26h]
-- @param    until        TIMESTAMP moment after the last [default: now]
-- @param    generations  BIGINT    model calls a trace must have in the window to be listed [default: 11]
-- @param    trace_ids    VARCHAR[] only these traces; null for all [default: null]
-- @returns  connection   VARCHAR   configured connection
-- @returns  trace_id     VARCHAR   trace
-- @returns  generations  BIGINT    model calls in the window
-- @caveat   Many calls alone are no loop: loop_steps says what they did.
select connection, trace_id, count(*) as generations
from llm_generations
where started_at >= $since::timestamp
    and started_at < $until::timestamp
    and trace_id is not null
    and ($trace_ids::varchar[] is null or trace_id in (select unnest($trace_ids::varchar[])))
group by connection, trace_id
having count(*) >= $generations::bigint
order by connection, generations desc, trace_id
