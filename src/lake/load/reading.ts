/** How DuckDB reads files of rows in the lake's own columns, as SQL. */
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { FactTable, LakeColumn } from "../schema.ts";
import { literal } from "../sql-text.ts";
import type { Writer } from "../writer.ts";
import { valueSql } from "./value-sql.ts";
import type { Reach } from "./within-reach.ts";

/** What is inserted: a value for each of a table's own columns, which fails for one that leaves doubt. */
export type Source = { from: string; values: string[] };

/** What rows exported from a lake carry besides, or a seed's parent: the lake adds its own. */
const NOT_COLUMNS = ["connection", "synced_at", "_in"];

const ownColumns = (table: FactTable): LakeColumn[] => table.columns.slice(1, -1);

/** Undefined when files have columns that the table has not. */
export async function sourceOf(writer: Writer, table: FactTable, reach: Reach): Promise<Source | undefined> {
  return reach.files[0]?.endsWith(".parquet") === true
    ? parquetSource(writer, table, reach)
    : ndjsonSource(table, reach);
}

/**
 * NDJSON with every value as its text, lists aside. DuckDB fails at a key of no column when it found the columns by itself and
 * all of them are read. So it finds them in a file of ours that comes first, whose only row is left out.
 */
async function ndjsonSource(table: FactTable, { folder, files }: Reach): Promise<Source> {
  // Words, not an id alone: that would make the column one of ids.
  const mark = `columns of ${randomUUID()}`;
  const columns = ownColumns(table).map(({ name, type }) => [name, type === "VARCHAR[]" ? ["x"] : "x"]);
  const row = Object.fromEntries([...NOT_COLUMNS.map((name) => [name, mark]), ...columns]) as object;
  const first = join(folder, "columns.ndjson");
  await writeFile(first, `${JSON.stringify(row)}\n`);
  const read = `read_json(${paths([first, ...files])}, format = 'newline_delimited', sample_size = 1,
    maximum_sample_files = 1, map_inference_threshold = -1)`;
  return {
    from: `${read} where ${NOT_COLUMNS.map((name) => `${name} is distinct from ${literal(mark)}`).join(" and ")}`,
    values: ownColumns(table).map((column) =>
      valueSql(column, column.type === "VARCHAR[]" ? column.type : "VARCHAR"),
    ),
  };
}

/** Parquet with its columns as they are. */
async function parquetSource(
  writer: Writer,
  table: FactTable,
  { files }: Reach,
): Promise<Source | undefined> {
  const from = `read_parquet(${paths(files)}, union_by_name = true)`;
  const described = await writer
    .rows<{ column_name: string; column_type: string }>(`describe select * from ${from}`)
    .catch(() => []);
  const present = new Map(described.map(({ column_name, column_type }) => [column_name, column_type]));
  const names = new Set([...ownColumns(table).map(({ name }) => name), ...NOT_COLUMNS]);
  if (present.size === 0 || [...present.keys()].some((name) => !names.has(name))) return undefined;
  return { from, values: ownColumns(table).map((column) => valueSql(column, present.get(column.name))) };
}

const paths = (files: string[]) => `[${files.map(literal).join(", ")}]`;
