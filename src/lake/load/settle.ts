/** Makes of rows that were inserted as they came what a merge would have made of them. */
import { matchAll, storedRows } from "../ingest/match.ts";
import { eachHash, hashOf } from "../ingest/known-keys.ts";
import type { Span } from "../ingest/span.ts";
import { markInserted, markStored } from "../ingest/twins.ts";
import type { GroupTarget } from "../ingest/write-group.ts";
import { prepareRollups } from "../rollups/derived.ts";
import type { FactTable } from "../schema.ts";
import { list, quoted } from "../sql-text.ts";
import type { Writer } from "../writer.ts";

/** `last` is the highest row id before `rows` were inserted; `span` is that of their times. */
export type Inserted = { last: bigint; rows: number; span: Span };

/**
 * Takes rows away whose key a later one of the same insertion has, those that are equal to or older than a stored one, and the
 * stored ones that changed; then brings the rollups in line. Runs in the transaction that inserted them.
 */
export async function settle(
  target: GroupTarget,
  table: FactTable,
  { last, rows, span }: Inserted,
): Promise<void> {
  const { writer, derived } = target;
  const base = quoted(table.name);
  const come = `(select rowid, * from ${base} where rowid > ${last})`;
  await markInserted(target, table, last, span);
  if ((await distinctKeys(writer, table, come)) < rows) await keepLast(writer, table, come);
  const known = last < 0n ? 0 : await matchAll(writer, table, come, `b.rowid <= ${last}`);
  if (known > 0) {
    await writer.run(
      `delete from ${base} where rowid in (select staged from merge_match where kind <> 'changed')`,
    );
  }
  const gone = known > 0 ? await storedRows(writer) : undefined;
  const go = gone === undefined ? undefined : `(select * from ${base} where ${gone})`;
  const settleRollups = await prepareRollups(
    writer,
    derived,
    table.name,
    `(select * from ${base} where rowid > ${last})`,
    go,
  );
  if (gone !== undefined) await writer.run(`delete from ${base} where ${gone}`);
  await settleRollups();
  await markStored(target, table, come, span);
  const keys = writer.known.get(table.name);
  if (keys !== undefined) {
    await eachHash(writer, `select ${hashOf(table.key)} from ${come}`, (low, high) => keys.add(low, high));
  }
}

/** No more than there are: two keys may share a hash. */
async function distinctKeys(writer: Writer, table: FactTable, rows: string): Promise<number> {
  const [counted] = await writer.rows<{ keys: bigint }>(
    `select count(distinct ${hashOf(table.key)}) as keys from ${rows}`,
  );
  return Number(counted?.keys ?? 0n);
}

async function keepLast(writer: Writer, table: FactTable, rows: string): Promise<void> {
  await writer.run(`
    delete from ${quoted(table.name)} where rowid in (
        select rowid from ${rows}
        qualify row_number() over (partition by ${list(table.key)} order by rowid desc) > 1
    )`);
}
