import type { Row } from "../contracts/ingest.ts";
import { STAGED_TYPES } from "./ingest/columns-of-rows.ts";
import type { Relation } from "./schema.ts";
import { list, quoted } from "./sql-text.ts";
import { converterOf } from "./values/column-values.ts";
import type { Values, Writer } from "./writer.ts";

export type ServiceRow = {
  service: string;
  kind: "connection" | "repo" | "sentry_project" | "agent" | "channel" | "task";
  value: string;
  implicit: boolean;
};

/** Puts these rows in the place of all rows of one of our own tables, in one transaction. */
export async function replaceRows(writer: Writer, table: Relation, rows: Row[]): Promise<void> {
  const columns = table.columns.map((column) => ({ ...column, convert: converterOf(column.type) }));
  const names = list(columns.map(({ name }) => name));
  const places = columns.map(({ name, type }) => `$${name}::${type}`).join(", ");
  const types = Object.fromEntries(columns.map(({ name, type }) => [name, STAGED_TYPES[type]]));
  await writer.transaction(async () => {
    await writer.run(`delete from ${quoted(table.name)}`);
    for (const row of rows) {
      const values: Values = {};
      for (const { name, convert } of columns) {
        const given = row[name];
        values[name] = given === null || given === undefined ? null : (convert(given) ?? null);
      }
      await writer.run(`insert into ${quoted(table.name)} (${names}) values (${places})`, values, types);
    }
  });
}
