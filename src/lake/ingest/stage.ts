/** The temporary table that batches of one lake table are staged in before they are merged. */
import type { DuckDBDataChunk } from "@duckdb/node-api";

import type { FactTable } from "../schema.ts";
import { list, literal, quoted } from "../sql-text.ts";
import type { Writer } from "../writer.ts";
import type { Columns } from "./columns-of-rows.ts";

export const stageOf = (table: FactTable) => `stage_${table.name}`;

/**
 * Puts the columns of several batches into the stage, one after the other: the row ids of a batch follow from its place. Of
 * one key the newest fetch stays. Answers how many rows gave way to a newer one.
 */
export async function stage(writer: Writer, table: FactTable, batches: Columns[]): Promise<number> {
  const name = stageOf(table);
  const columns = table.columns.map(({ name: column, type }) => `${quoted(column)} ${type}`);
  await writer.run(`create or replace temp table ${quoted(name)} (${columns.join(", ")})`);
  await append(
    writer,
    name,
    "temp",
    batches.flatMap(({ chunks }) => chunks),
  );
  await mendJson(writer, table);
  if (batches.length === 1) return 0;
  return writer.run(`
    delete from ${quoted(name)} where rowid in (
        select rowid from ${quoted(name)}
        qualify row_number() over (partition by ${list(table.key)} order by synced_at desc, rowid desc) > 1
    )`);
}

/** Appends to a table that has exactly these columns. */
export async function append(
  writer: Writer,
  table: string,
  catalog: string | undefined,
  chunks: DuckDBDataChunk[],
): Promise<void> {
  const appender = await writer.connection.createAppender(table, "main", catalog);
  try {
    for (const chunk of chunks) appender.appendDataChunk(chunk);
    appender.closeSync();
  } catch (error) {
    // It would try once more when it is garbage, in the middle of whatever transaction is under way then.
    appender.clear();
    throw error;
  }
}

/** Whether chunks can be appended to the table itself: a column that was added later or left its contract stands elsewhere. */
export async function isInOrder(writer: Writer, table: FactTable): Promise<boolean> {
  const present = writer.in_order.get(table.name);
  if (present !== undefined) return present;
  const stored = await writer.rows<{ name: string }>(`
    select column_name as name from duckdb_columns()
    where database_name = current_database() and table_name = ${literal(table.name)} order by column_index`);
  const same =
    JSON.stringify(stored.map(({ name }) => name)) === JSON.stringify(table.columns.map(({ name }) => name));
  writer.in_order.set(table.name, same);
  return same;
}

/** Text that is no JSON would fail every query that looks into the column: it is kept as a JSON string. */
async function mendJson(writer: Writer, table: FactTable): Promise<void> {
  for (const { name, type } of table.columns) {
    if (type !== "JSON") continue;
    await writer.run(`
      update ${quoted(stageOf(table))} set ${quoted(name)} = to_json(${quoted(name)}::varchar)
      where not json_valid(${quoted(name)}::varchar)`);
  }
}
