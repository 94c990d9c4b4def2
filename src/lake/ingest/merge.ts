import type { FactTable } from "../schema.ts";
import { list, quoted } from "../sql-text.ts";
import type { Writer } from "../writer.ts";
import { rememberKeys } from "./known-keys.ts";
import { match } from "./match.ts";
import { stageOf } from "./stage.ts";

export type Merged = { inserted: number; replaced: number };

/**
 * Merges staged rows into their table: what is new is inserted, what changed is replaced, what is equal or older than
 * what is stored stays untouched. Answers what came of each batch.
 *
 * Runs inside the caller's transaction. `prepare` gets the selections of the rows that come and go while both can be
 * read; what it answers is called when they have come and gone.
 */
export async function merge(
  writer: Writer,
  table: FactTable,
  prepare: (come: string, go: string) => Promise<() => Promise<void>>,
): Promise<Map<number, Merged>> {
  const stage = quoted(stageOf(table));
  const base = quoted(table.name);
  const known = await match(writer, table, stage);
  const come =
    known === 0
      ? stage
      : `(select * from ${stage} where rowid not in (select staged from merge_match where kind <> 'changed'))`;
  const gone = `rowid in (select stored from merge_match where kind = 'changed')`;
  const settle = await prepare(come, `(select * from ${base} where ${gone})`);
  if (known > 0) await writer.run(`delete from ${base} where ${gone}`);
  const columns = list(table.columns.map(({ name }) => name));
  await writer.run(`insert into ${base} (${columns}) select ${columns} from ${come}`);
  await settle();
  await rememberKeys(writer, table, stage);
  return counts(writer, stage);
}

async function counts(writer: Writer, stage: string): Promise<Map<number, Merged>> {
  const rows = await writer.rows<{ batch: number; inserted: bigint; replaced: bigint }>(`
    select s._batch as batch, count(*) filter (where m.kind is null) as inserted,
        count(*) filter (where m.kind = 'changed') as replaced
    from ${stage} s
    left join merge_match m on m.staged = s.rowid
    group by s._batch`);
  return new Map(
    rows.map(({ batch, inserted, replaced }) => [
      batch,
      { inserted: Number(inserted), replaced: Number(replaced) },
    ]),
  );
}
