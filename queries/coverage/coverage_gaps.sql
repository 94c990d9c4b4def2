-- @question Which slices of which tables could not be fetched, or only with gaps?
-- @grain    one row per connection, table and slice that is not complete or rejected items
-- @reads    sentinel_coverage
-- @param    since      TIMESTAMP first moment [default: now-7d]
-- @param    until      TIMESTAMP moment after the last [default: now]
-- @returns  connection VARCHAR   configured connection
-- @returns  table      VARCHAR   table
-- @returns  from_at    TIMESTAMP start of the slice
-- @returns  to_at      TIMESTAMP moment after its last
-- @returns  state      VARCHAR   running, complete or failed
-- @returns  rejected   BIGINT    items that could not be read
-- @returns  error      VARCHAR   why
-- @returns  fetched_at TIMESTAMP when that was
-- @caveat   A later slice over the same span may have filled the gap; `coverage TABLE` shows what is left open.
select connection, "table", from_at, to_at, state, rejected, error, fetched_at
from sentinel_coverage
where from_at < $until::timestamp
    and to_at > $since::timestamp
    and (state != 'complete' or rejected > 0)
order by connection, "table", from_at
