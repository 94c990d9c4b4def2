/**
 * Which keys a table ever held, by their hashes. Fact tables have no index, and a key that is new would otherwise be looked
 * for in the whole table. The set may hold keys that are gone, and two keys may share a hash: what it names is looked up, what
 * it does not name is new for certain.
 */
import duckdb from "@duckdb/node-bindings";

import { list, quoted } from "../sql-text.ts";
import type { Writer } from "../writer.ts";
import { HashTable } from "./hash-table.ts";

/** The hash of a row's key. DuckDB's hash may change with its version, so it is never stored in the file. */
export const hashOf = (key: string[]) => `hash(${list(key)})`;

/** Rows of a table whose keys are read at once. */
const FEW_ROWS = 500_000;
/** Groups that a process writes into a larger table before it reads all keys: a short sync never does. */
const GROUPS_BEFORE = 8;

/**
 * Reads the keys of the table once per process, when that pays; undefined until then. To be called once per group, outside of a
 * transaction, which might be rolled back.
 */
export async function knownKeys(
  writer: Writer,
  table: { name: string; key: string[] },
): Promise<HashTable | undefined> {
  const present = writer.known.get(table.name);
  if (present !== undefined) return present;
  const groups = (writer.groups.get(table.name) ?? 0) + 1;
  writer.groups.set(table.name, groups);
  const [counted] = await writer.rows<{ rows: number }>(
    `select count(*)::double as rows from ${quoted(table.name)}`,
  );
  const rows = counted?.rows ?? 0;
  if (rows > FEW_ROWS && groups <= GROUPS_BEFORE) return undefined;
  const known = new HashTable(0, rows);
  await eachHash(writer, `select ${hashOf(table.key)} from ${quoted(table.name)}`, (low, high) =>
    known.add(low, high),
  );
  writer.known.set(table.name, known);
  return known;
}

/** Calls `each` with both halves of every hash that a statement answers in its first column. */
export async function eachHash(
  writer: Writer,
  sql: string,
  each: (low: number, high: number) => void,
): Promise<void> {
  const result = await writer.connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    const bytes = duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk.chunk, 0), chunk.rowCount * 8);
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, chunk.rowCount * 2);
    for (let at = 0; at < words.length; at += 2) each(words[at] ?? 0, words[at + 1] ?? 0);
  }
}
