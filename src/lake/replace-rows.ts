import duckdb from "@duckdb/node-bindings";

import type { Row } from "../contracts/ingest.ts";
import { chunkOf, converted, VECTOR } from "./ingest/columns-of-rows.ts";
import { writeColumn } from "./ingest/raw-vector.ts";
import { append } from "./ingest/stage.ts";
import type { Relation } from "./schema.ts";
import { quoted } from "./sql-text.ts";
import { storedAs } from "./values/column-values.ts";
import type { Writer } from "./writer.ts";

export type ServiceRow = {
  service: string;
  kind: "connection" | "repo" | "sentry_project" | "agent" | "channel" | "task";
  value: string;
  implicit: boolean;
};

const STAGE = "rows_instead";

/**
 * Puts these rows in the place of all rows of one of our own tables, in one transaction. They are appended beside it first:
 * the file may have its columns in another order.
 */
export async function replaceRows(writer: Writer, table: Relation, rows: Row[]): Promise<void> {
  const chunks = chunksOf(table, rows);
  const columns = table.columns.map(({ name, type }) => `${quoted(name)} ${type}`);
  await writer.transaction(async () => {
    await writer.run(`create or replace temp table ${STAGE} (${columns.join(", ")})`);
    await append(writer, STAGE, "temp", chunks);
    await writer.run(`delete from ${quoted(table.name)}`);
    await writer.run(`insert into ${quoted(table.name)} by name select * from temp.${STAGE}`);
    await writer.run(`drop table temp.${STAGE}`);
  });
}

function chunksOf({ columns }: Relation, rows: Row[]) {
  const parts = Array.from({ length: Math.ceil(rows.length / VECTOR) }, (_, nth) =>
    rows.slice(nth * VECTOR, (nth + 1) * VECTOR),
  );
  return parts.map((part) => {
    const chunk = chunkOf(columns, part.length);
    for (const [place, { name, type }] of columns.entries()) {
      const vector = duckdb.data_chunk_get_vector(chunk.chunk, place);
      writeColumn(type, [vector], converted(name, storedAs(type), part, new Map()));
    }
    return chunk;
  });
}
