/**
 * Credits of each warehouse, hour by hour.
 * Upstream: SNOWFLAKE.ACCOUNT_USAGE.WAREHOUSE_METERING_HISTORY, up to 3 hours behind.
 */
import { z } from "zod";

import { at, id, real, time } from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable } from "../../src/contracts/table.ts";
import { aTime, boundsOf, LOOKBACK_MINUTES, maybeTime, readRow, SCOPE, viewPages } from "./account-usage.ts";
import type { SnowflakeClient } from "./client.ts";

// A warehouse that is dropped and made again within the hour has two rows of one name.
const SQL = `
with hours as (
    select
        warehouse_name, start_time, max(end_time) as end_time, sum(credits_used) as credits_used,
        sum(credits_used_compute) as credits_used_compute,
        sum(credits_used_cloud_services) as credits_used_cloud_services
    from snowflake.account_usage.warehouse_metering_history
    where end_time > cast(? as timestamp_ltz)
        and start_time < cast(? as timestamp_ltz)
    group by warehouse_name, start_time
)
select
    warehouse_name,
    cast(convert_timezone('UTC', start_time) as timestamp_ntz) as start_time,
    cast(convert_timezone('UTC', end_time) as timestamp_ntz) as end_time,
    credits_used, credits_used_compute, credits_used_cloud_services
from hours
order by hours.start_time, hours.warehouse_name
`;

const Hour = z.object({
  WAREHOUSE_NAME: z.string().min(1),
  START_TIME: aTime,
  END_TIME: maybeTime,
  CREDITS_USED: lenient.maybeReal,
  CREDITS_USED_COMPUTE: lenient.maybeReal,
  CREDITS_USED_CLOUD_SERVICES: lenient.maybeReal,
});

export const snowflakeWarehouseMetering = defineTable({
  name: "snowflake_warehouse_metering",
  grain: "one hour of a warehouse",
  key: ["warehouse", "started_at"],
  time: "started_at",
  time_moves: false,
  lookback_minutes: LOOKBACK_MINUTES,
  row: z.object({
    warehouse: id("Name of the warehouse"),
    started_at: time("Start of the hour"),
    ended_at: at("End of the hour"),
    credits: real("Credits used, compute and cloud services together; not adjusted for the daily free part"),
    credits_compute: real("Credits of the warehouse itself"),
    credits_cloud_services: real("Credits of cloud services"),
  }),
  map(item) {
    const hour = readRow(Hour, item);
    return [
      {
        warehouse: hour.WAREHOUSE_NAME,
        started_at: hour.START_TIME,
        ended_at: hour.END_TIME,
        credits: hour.CREDITS_USED,
        credits_compute: hour.CREDITS_USED_COMPUTE,
        credits_cloud_services: hour.CREDITS_USED_CLOUD_SERVICES,
      },
    ];
  },
  feed: {
    slicing: { kind: "window", hours: 14 * 24 },
    endpoint: "SNOWFLAKE.ACCOUNT_USAGE.WAREHOUSE_METERING_HISTORY (up to 3 hours behind)",
    scope: SCOPE,
    pull: (client: SnowflakeClient, window, context) =>
      viewPages(
        client,
        "warehouse_metering_history",
        { sql: SQL, binds: boundsOf(window, 1) },
        Hour,
        context,
      ),
  },
});
