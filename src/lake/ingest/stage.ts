/** The temporary table that batches of one lake table are staged in before they are merged. */
import type { FactTable } from "../schema.ts";
import { list, quoted } from "../sql-text.ts";
import type { Writer } from "../writer.ts";
import { numberChunks, type Columns } from "./columns-of-rows.ts";

export const stageOf = (table: FactTable) => `stage_${table.name}`;

/**
 * Puts the columns of several batches into the stage, each under its number. Of one key the newest fetch stays. Answers
 * how many rows gave way to a newer one.
 */
export async function stage(
  writer: Writer,
  table: FactTable,
  batches: Map<number, Columns>,
): Promise<number> {
  const name = stageOf(table);
  const columns = table.columns.map(({ name: column, type }) => `${quoted(column)} ${type}`);
  await writer.run(`create or replace temp table ${quoted(name)} (_batch integer, ${columns.join(", ")})`);
  const appender = await writer.connection.createAppender(name, "main", "temp");
  for (const [number, batch] of batches) {
    for (const chunk of numberChunks(batch, number)) appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  await mendJson(writer, table);
  if (batches.size === 1) return 0;
  return writer.run(`
    delete from ${quoted(name)} where rowid in (
        select rowid from ${quoted(name)}
        qualify row_number() over (partition by ${list(table.key)} order by synced_at desc, rowid desc) > 1
    )`);
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
