import { sources } from "../../sources/index.ts";
import { columnsOf } from "../../src/contracts/columns.ts";
import type { House } from "../api/house.ts";
import { taskRun } from "../detect/product.ts";

const TABLE = "snowflake_task_runs";

/** A task that failed twice in a row two days ago, and runs again since. */
export async function fillTasks({ sentinel, clock }: House): Promise<void> {
  const table = sources.flatMap(({ tables }) => tables).find(({ name }) => name === TABLE);
  if (table === undefined) throw new Error(`no table ${TABLE}`);
  const empty = Object.fromEntries(columnsOf(table.row).map(({ name }) => [name, null]));
  const runs = [
    taskRun(51, "SUCCEEDED"),
    taskRun(50, "FAILED"),
    taskRun(49, "FAILED"),
    taskRun(2, "SUCCEEDED"),
  ];
  const lake = await sentinel.lake();
  const tables = [TABLE, "snowflake_queries", "github_commits", "github_commit_files"];
  for (const name of tables) {
    await lake.ingest({
      connection: "shop",
      table: name,
      rows: { [name]: name === TABLE ? runs.map((run) => ({ ...empty, ...run })) : [] },
      slice: { from: new Date("2026-01-01T00:00:00Z"), to: clock.now },
      state: "complete",
      api: "test",
      rejected: 0,
      error: null,
      fetched_at: clock.now,
    });
  }
}
