/** The company's Snowflake account: tasks on a schedule, their statements and what the warehouse burns. */
import { addRow } from "../folder.ts";
import { idOf } from "../random.ts";
import {
  ACCOUNT_USAGE_LAG_MINUTES,
  queryRun,
  taskRun,
  warehouseHour,
  type TaskFacts,
} from "../shapes/snowflake.ts";
import { HOUR, MINUTE } from "../times.ts";
import type { Company } from "./company.ts";

export type Attempt = { error?: { code: string; message: string }; elapsed_ms: number };

/** Runs of one task: `attempts` says how the run scheduled at a moment went, last attempt last. */
export function runTask(
  company: Company,
  task: TaskFacts,
  options: { from: number; every: number; attempts: (scheduled: number) => Attempt[] },
): void {
  const { seed } = company;
  const random = company.random(`task:${task.name}`);
  const visible = seed.anchor - ACCOUNT_USAGE_LAG_MINUTES * MINUTE;
  for (let scheduled = options.from; scheduled < visible; scheduled += options.every) {
    let started = scheduled + random.int(900, 4_000);
    for (const [index, { error, elapsed_ms }] of options.attempts(scheduled).entries()) {
      const id = queryId(company, `${task.name}:${scheduled}:${index}`);
      const completed = started + elapsed_ms;
      if (completed >= visible) break;
      const state = error === undefined ? "SUCCEEDED" : "FAILED";
      const outcome = { attempt: index + 1, query_id: id, state, ...(error && { error }) } as const;
      addRow(
        seed,
        "snowflake_task_runs",
        completed,
        taskRun(task, { scheduled, started, completed, ...outcome }),
      );
      const place = { warehouse: task.warehouse, database: task.database, schema: task.schema };
      const query = {
        id,
        text: task.statement,
        type: "MERGE",
        user: "SYSTEM",
        role: "TRANSFORMER",
        ...place,
        tag: "",
      };
      const rows = error === undefined ? random.int(200, 2_400) : 0;
      const scan = {
        bytes: random.int(20, 90) * 1_048_576,
        partitions: 240,
        scanned: random.int(6, 18),
        rows,
      };
      addRow(
        seed,
        "snowflake_queries",
        completed,
        queryRun({ ...query, started, elapsed_ms, ...(error && { error }), ...scan }),
      );
      started = completed + 2 * MINUTE;
    }
  }
}

/** Credits per hour: a floor for the tasks, more in working hours. */
export function meterWarehouse(
  company: Company,
  options: { warehouse: string; from: number; rhythm: (at: number) => number },
): void {
  const random = company.random("metering");
  const last = company.seed.anchor - 3 * HOUR;
  for (let at = options.from - (options.from % HOUR); at + HOUR <= last; at += HOUR) {
    const compute = 0.08 + 0.11 * options.rhythm(at) * random.between(0.85, 1.15);
    addRow(
      company.seed,
      "snowflake_warehouse_metering",
      at,
      warehouseHour({ warehouse: options.warehouse, at, compute, cloud: compute / 40 }),
    );
  }
}

/** Snowflake's query ids look like UUIDs that begin with 01. */
function queryId(company: Company, name: string): string {
  const hex = idOf(`${company.draw.number}:${company.repo}:${name}`, 30);
  return `01${hex.slice(0, 6)}-${hex.slice(6, 10)}-${hex.slice(10, 14)}-${hex.slice(14, 18)}-${hex.slice(18, 30)}`;
}
