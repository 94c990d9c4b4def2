/**
 * Hashes of every key that a table ever held, in a temporary table. Fact tables have no index, and a key that is new
 * would otherwise be looked for in the whole table; eight bytes a row are scanned instead. The set may hold keys that
 * are gone, and two keys may share a hash: what it names is looked up, what it does not name is new for certain.
 */
import type { FactTable } from "../schema.ts";
import { list, quoted } from "../sql-text.ts";
import type { Writer } from "../writer.ts";

const knownOf = (table: FactTable) => quoted(`known_${table.name}`);

/** The hash of a row's key. DuckDB's hash may change with its version, so it is never stored in the file. */
const hashOf = (table: FactTable, alias: string) => `hash(${list(table.key, `${alias}.`)})`;

/** Reads the keys of the table once per process; to be called outside of a transaction, which might be rolled back. */
export async function ensureKnownKeys(writer: Writer, table: FactTable): Promise<void> {
  await writer.run(`
    create temp table if not exists ${knownOf(table)} as
    select ${hashOf(table, "b")} as key_hash from ${quoted(table.name)} b`);
}

/** Staged rows without a match so far whose key may be stored all the same: a selection of `staged`. */
export function perhapsKnown(table: FactTable, stage: string): string {
  return `
    select distinct s.staged
    from ${knownOf(table)} k
    join (
        select rowid as staged, ${hashOf(table, "u")} as key_hash from ${stage} u
        where rowid not in (select staged from merge_match)
    ) s on s.key_hash = k.key_hash`;
}

/** Adds the staged rows that had no match. */
export async function rememberKeys(writer: Writer, table: FactTable, stage: string): Promise<void> {
  await writer.run(`
    insert into ${knownOf(table)}
    select ${hashOf(table, "s")} from ${stage} s where rowid not in (select staged from merge_match)`);
}
