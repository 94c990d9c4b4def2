import { expect, it } from "vitest";

import { snowflakeQueries } from "../../../sources/snowflake/queries.ts";
import { snowflakeTaskRuns } from "../../../sources/snowflake/task_runs.ts";
import { snowflakeWarehouseMetering } from "../../../sources/snowflake/warehouse_metering.ts";
import { connect, pull, serveAccount, taskRun } from "./loopback.ts";

it("reads statements with their costs", async () => {
  const server = await serveAccount({
    snowflake_queries: [
      {
        query_id: "01b2-7",
        query_text: "select 1",
        query_type: "SELECT",
        user_name: "ETL",
        role_name: "LOADER",
        warehouse_name: "WH_XS",
        execution_status: "SUCCESS",
        start_time: "2026-08-21T10:00:01Z",
        end_time: "2026-08-21T10:00:02.5Z",
        total_elapsed_time: 1500,
        bytes_scanned: 9_007_199_254_740_991,
        partitions_scanned: 3,
        partitions_total: 40,
        rows_produced: 0,
        credits_used_cloud_services: 0.000123,
      },
    ],
  });
  const { rows } = await pull(connect(server).client, snowflakeQueries);

  expect(rows).toMatchObject([
    {
      query_id: "01b2-7",
      warehouse: "WH_XS",
      elapsed_ms: 1500,
      bytes_scanned: 9_007_199_254_740_991,
      rows_produced: 0,
      credits_cloud_services: 0.000123,
      database: null,
      ended_at: "2026-08-21T10:00:02.500Z",
    },
  ]);
});

it("adds up the hours of warehouses that share a name", async () => {
  const hour = {
    WAREHOUSE_NAME: "WH_XS",
    START_TIME: "2026-08-21T10:00:00Z",
    END_TIME: "2026-08-21T11:00:00Z",
  };
  const server = await serveAccount({
    snowflake_warehouse_metering: [
      {
        ...hour,
        WAREHOUSE_ID: 1,
        CREDITS_USED: 0.5,
        CREDITS_USED_COMPUTE: 0.4,
        CREDITS_USED_CLOUD_SERVICES: 0.1,
      },
      {
        ...hour,
        WAREHOUSE_ID: 2,
        CREDITS_USED: 0.25,
        CREDITS_USED_COMPUTE: 0.25,
        CREDITS_USED_CLOUD_SERVICES: 0,
      },
      {
        ...hour,
        WAREHOUSE_NAME: "WH_L",
        START_TIME: "2026-08-22T00:00:00Z",
        END_TIME: "2026-08-22T01:00:00Z",
        CREDITS_USED: 9,
      },
    ],
  });
  const { rows } = await pull(connect(server).client, snowflakeWarehouseMetering);

  expect(rows).toEqual([
    {
      warehouse: "WH_XS",
      started_at: "2026-08-21T10:00:00.000Z",
      ended_at: "2026-08-21T11:00:00.000Z",
      credits: 0.75,
      credits_compute: 0.65,
      credits_cloud_services: 0.1,
    },
  ]);
});

it("says what it asked where there is nothing to find", async () => {
  const { pages } = await pull(connect(await serveAccount({})).client, snowflakeQueries);

  expect(pages).toEqual([{ items: [], api: "account_usage/query_history" }]);
});

it("sends nothing but SELECTs", async () => {
  const server = await serveAccount({
    snowflake_task_runs: [taskRun(1, { STATE: "FAILED", QUERY_TEXT: null })],
  });
  const { client } = connect(server);
  for (const table of [snowflakeTaskRuns, snowflakeQueries, snowflakeWarehouseMetering])
    await pull(client, table);

  expect(server.statements()).toHaveLength(4);
  for (const sql of server.statements()) expect(sql.trim()).toMatch(/^(with|select)\b[^;]*$/);
});
