-- @question How many credits did each warehouse use per hour, and what is that in money?
-- @grain    one row per connection, warehouse and metered hour
-- @reads    snowflake_warehouse_metering
-- @window   since until
-- @param    since          TIMESTAMP first moment [default: now-24h]
-- @param    until          TIMESTAMP moment after the last [default: now]
-- @param    usd_per_credit DOUBLE    price of a credit in your contract [default: 3]
-- @returns  connection     VARCHAR   configured connection
-- @returns  warehouse      VARCHAR   warehouse
-- @returns  started_at     TIMESTAMP start of the metered hour
-- @returns  credits        DOUBLE    credits, compute and cloud services
-- @returns  credits_compute DOUBLE   of these, compute
-- @returns  cost_usd       DOUBLE    credits times the price
-- @caveat   Metering lags by up to three hours; the price is a parameter, not an invoice.
select connection, warehouse, started_at, credits, credits_compute, credits * $usd_per_credit::double as cost_usd
from snowflake_warehouse_metering
where started_at >= $since::timestamp
    and started_at < $until::timestamp
order by connection, started_at, warehouse
