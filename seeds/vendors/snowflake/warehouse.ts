/** What runs the SQL: a DuckDB in memory that holds an account's views under Snowflake's names and functions. */
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

import { isRow, type SeedRow, textAt } from "../../row.ts";
import { type View, VIEWS, type ViewType } from "./views.ts";

const ROWS_AT_ONCE = 10_000;

const DIALECT = [
  "set timezone = 'UTC'",
  "attach ':memory:' as snowflake",
  "create schema snowflake.account_usage",
  "create type timestamp_ltz as timestamptz",
  "create type timestamp_ntz as timestamp",
  "create macro convert_timezone(zone, moment) as timezone(zone, moment)",
  "create macro current_timestamp() as get_current_timestamp()",
];

export type Warehouse = { connect: () => Promise<DuckDBConnection>; close: () => void };

/** `tables` by file name (`snowflake_task_runs`); a missing one is an empty view. */
export async function openWarehouse(tables: ReadonlyMap<string, SeedRow[]>): Promise<Warehouse> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  for (const sql of DIALECT) await connection.run(sql);
  for (const view of VIEWS) await fill(connection, view, tables.get(view.table) ?? []);
  connection.closeSync();
  return {
    async connect() {
      const one = await instance.connect();
      await one.run("set timezone = 'UTC'");
      return one;
    },
    close: () => instance.closeSync(),
  };
}

const TYPES: Record<ViewType, string> = {
  text: "varchar",
  number: "decimal(38,0)",
  credits: "decimal(38,9)",
  moment: "timestamptz",
};

async function fill(connection: DuckDBConnection, view: View, rows: SeedRow[]): Promise<void> {
  const names = Object.keys(view.columns);
  const types = Object.values(view.columns);
  const place = `snowflake.account_usage.${view.name}`;
  await connection.run(
    `create table ${place} (${names.map((name, index) => `${name} ${TYPES[types[index] ?? "text"]}`).join(", ")})`,
  );
  const shape = JSON.stringify([Object.fromEntries(names.map((name) => [name, "VARCHAR"]))]);
  const values = names.map((name, index) => valueOf(`item.${name}`, types[index] ?? "text"));
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const json = JSON.stringify(rows.slice(start, start + ROWS_AT_ONCE).map((row) => known(row, view)));
    await connection.run(
      `insert into ${place} select ${values.join(", ")} from (select unnest(from_json($rows, '${shape}')) as item)`,
      { rows: json },
    );
  }
}

function valueOf(field: string, type: ViewType): string {
  if (type === "text") return field;
  // Snowflake prints a space before the offset; a time without one is in the session's zone, UTC.
  const text =
    type === "moment" ? String.raw`regexp_replace(${field}, '\s+([+-]\d{2}):?(\d{2})$', '\1:\2')` : field;
  return `cast(${text} as ${TYPES[type]})`;
}

/** The columns that the view has, in upper or lower case; a task's place also from `_in` (`DB` or `DB.SCHEMA`). */
function known(row: SeedRow, view: View): SeedRow {
  const [database, schema] = (textAt(row, "_in") ?? "").split(".");
  const place: SeedRow = { DATABASE_NAME: database || undefined, SCHEMA_NAME: schema };
  const item: SeedRow = {};
  for (const name of Object.keys(view.columns)) {
    item[name] = plain(row[name] ?? row[name.toLowerCase()] ?? place[name]);
  }
  return item;
}

/** Objects (a task's RETURN_VALUE, CONFIG) are JSON text in the views. */
function plain(value: unknown): unknown {
  return isRow(value) || Array.isArray(value) ? JSON.stringify(value) : (value ?? null);
}
