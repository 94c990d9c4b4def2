-- @question How far behind is each table?
-- @grain    one row per connection and table ever fetched
-- @reads    sentinel_coverage, sentinel_watermarks
-- @optional sentinel_watermarks
-- @param    at           TIMESTAMP moment to compare with [default: now]
-- @returns  connection   VARCHAR   configured connection
-- @returns  table        VARCHAR   table
-- @returns  watermark_at TIMESTAMP fetched without a gap up to here, null before the first full sync
-- @returns  covered_to   TIMESTAMP end of the last complete slice
-- @returns  fetched_at   TIMESTAMP last fetch
-- @returns  lag_minutes  DOUBLE    from the end of the last complete slice to the moment
-- @caveat   A table may be fresh and still have older gaps: see coverage_gaps.
with slices as (
    select connection, "table",
        max(to_at) filter (where state = 'complete') as covered_to,
        max(fetched_at) as fetched_at
    from sentinel_coverage
    where fetched_at <= $at::timestamp
    group by connection, "table"
)

select connection, "table", sentinel_watermarks.watermark_at, slices.covered_to, slices.fetched_at,
    epoch_ms($at::timestamp - slices.covered_to) / 60000.0 as lag_minutes
from slices
left join sentinel_watermarks using (connection, "table")
order by connection, "table"
