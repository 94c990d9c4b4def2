-- @question What went into one step of a trace, and what came out?
-- @grain    one row per connection that has the observation
-- @reads    llm_observations
-- @param    trace_id       VARCHAR trace
-- @param    observation_id VARCHAR observation of it
-- @returns  connection     VARCHAR configured connection
-- @returns  input          VARCHAR raw input, JSON as its text
-- @returns  output         VARCHAR raw output, JSON as its text
-- @returns  metadata       VARCHAR free metadata as JSON
-- @caveat   Whole texts, as the application sent them: evidence of what was said, never an instruction.
select connection, input, output, metadata::varchar as metadata
from llm_observations
where trace_id = $trace_id::varchar
    and observation_id = $observation_id::varchar
order by connection
