/** Brings the tables of the file in line with their contracts. Additive: a column that left its contract stays. */
import { SentinelError } from "../errors.ts";
import type { Relation } from "./schema.ts";
import { literal, quoted } from "./sql-text.ts";
import type { Writer } from "./writer.ts";

export async function migrateTables(writer: Writer, tables: Relation[]): Promise<void> {
  const present = await presentColumns(writer);
  await writer.transaction(async () => {
    for (const table of tables) {
      const columns = present.get(table.name);
      if (columns === undefined) await createTable(writer, table);
      else await addColumns(writer, table, columns);
      await comment(writer, table, columns);
    }
  });
}

type Present = Map<string, { type: string; comment: string | null }>;

async function presentColumns(writer: Writer): Promise<Map<string, Present>> {
  const rows = await writer.rows<{ table: string; column: string; type: string; comment: string | null }>(`
    select table_name as "table", column_name as "column", data_type as type, comment
    from duckdb_columns()
    where schema_name = 'main' and not internal`);
  const tables = new Map<string, Present>();
  for (const { table, column, type, comment: said } of rows) {
    const columns: Present = tables.get(table) ?? new Map();
    tables.set(table, columns.set(column, { type, comment: said }));
  }
  return tables;
}

async function createTable(writer: Writer, table: Relation): Promise<void> {
  const columns = table.columns.map(
    ({ name, type, required }) => `${quoted(name)} ${type}${required ? " not null" : ""}`,
  );
  await writer.run(`create table ${quoted(table.name)} (${columns.join(", ")})`);
}

async function addColumns(writer: Writer, table: Relation, present: Present): Promise<void> {
  for (const { name, type } of table.columns) {
    const there = present.get(name);
    if (there === undefined) {
      await writer.run(`alter table ${quoted(table.name)} add column ${quoted(name)} ${type}`);
    } else if (there.type !== type) {
      await changeType(writer, table.name, name, there.type, type);
    }
  }
}

async function changeType(
  writer: Writer,
  table: string,
  column: string,
  from: string,
  to: string,
): Promise<void> {
  try {
    await writer.run(`alter table ${quoted(table)} alter column ${quoted(column)} set data type ${to}`);
  } catch (error) {
    throw new SentinelError(
      "conflict",
      `the values of ${table}.${column} cannot be kept as ${to}, they are ${from}`,
      {
        cause: error,
        hint: "move the lake's file away; sync fills a new one",
      },
    );
  }
}

/** In one go: a new lake has hundreds of them. */
async function comment(writer: Writer, table: Relation, present: Present | undefined): Promise<void> {
  const columns = table.columns
    .filter(({ name, description }) => present?.get(name)?.comment !== description)
    .map(
      ({ name, description }) => `column ${quoted(table.name)}.${quoted(name)} is ${literal(description)}`,
    );
  const said =
    present === undefined ? [`table ${quoted(table.name)} is ${literal(table.grain)}`, ...columns] : columns;
  if (said.length > 0) await writer.run(said.map((one) => `comment on ${one}`).join(";\n"));
}
