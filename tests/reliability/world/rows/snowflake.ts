import { idOf } from "../../../../seeds/generate/random.ts";
import { queryRun, taskRun, warehouseHour } from "../../../../seeds/generate/shapes/snowflake.ts";
import { HOUR } from "../../../../seeds/generate/times.ts";
import type { SeedRow } from "../../../../seeds/row.ts";
import { range, spread } from "./shared.ts";

const statementId = (index: number) => idOf(`statement:${index}`, 32);

/** Some runs of the task fail, as the statements of those runs do. */
export function snowflakeRows(moments: number[], tasks: number): Record<string, SeedRow[]> {
  const place = { database: "SHOP", schema: "CORE", warehouse: "SHOP_WH" };
  const statement = "insert into shop.core.orders select order_id from shop.stage.orders";
  const failure = { code: "100183", message: "Table ORDERS does not exist" };
  return {
    snowflake_queries: moments.map((moment, index) =>
      queryRun({
        ...place,
        id: statementId(index),
        text: statement,
        type: "INSERT",
        user: "SYSTEM",
        role: "TRANSFORMER",
        started: spread(moment, index),
        elapsed_ms: 900 + index,
        ...(index % 15 === 0 && index < tasks && { error: failure }),
        bytes: 1_000_000 + index,
        partitions: 10,
        scanned: 2,
        rows: index,
        tag: "",
      }),
    ),
    snowflake_task_runs: moments.slice(0, tasks).map((moment, index) => {
      const scheduled = spread(moment, index);
      const failed = index % 15 === 0;
      const task = {
        ...place,
        name: "SYNC_ORDERS",
        statement,
        root_id: "01b2c3d4-0000-0000-0000-000000000001",
      };
      const run = taskRun(task, {
        scheduled,
        started: scheduled + 200,
        completed: scheduled + 1_100 + index,
        state: failed ? "FAILED" : "SUCCEEDED",
        query_id: statementId(index),
        attempt: 1,
        ...(failed && { error: failure }),
      });
      // The view leaves the text of some failed statements to be looked up.
      return failed ? { ...run, QUERY_TEXT: null } : run;
    }),
    snowflake_warehouse_metering: range(12).map((hour) =>
      warehouseHour({
        warehouse: place.warehouse,
        at: Math.floor((moments[0] ?? 0) / HOUR) * HOUR - hour * HOUR,
        compute: hour / 10,
        cloud: hour / 1_000,
      }),
    ),
  };
}
