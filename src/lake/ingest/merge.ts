import type { FactTable } from "../schema.ts";
import { list, quoted } from "../sql-text.ts";
import type { Writer } from "../writer.ts";
import type { Columns } from "./columns-of-rows.ts";
import { match, storedRows } from "./match.ts";
import { spanOf } from "./span.ts";
import { stageOf } from "./stage.ts";

export type Merged = { inserted: number; replaced: number };

/** What is known of the rows of one table of a group of batches, which are in the stage. */
export type Staged = {
  /** Row ids in the stage of rows whose key may be stored already. */
  perhaps: number[];
  /** Rows that gave way to a newer one of another batch. */
  dropped: number;
};

/**
 * Merges staged rows into their table: what is new is inserted, what changed is replaced, what is equal or older than
 * what is stored stays untouched. Answers what came of each batch, by its number.
 *
 * Runs inside the caller's transaction. `prepare` gets the selections of the rows that come and go while both can be
 * read; what it answers is called when they have come and gone.
 */
export async function merge(
  writer: Writer,
  table: FactTable,
  batches: Map<number, Columns>,
  { perhaps, dropped }: Staged,
  prepare: (come: string, go: string | undefined) => Promise<() => Promise<void>>,
): Promise<Map<number, Merged>> {
  const stage = quoted(stageOf(table));
  const base = quoted(table.name);
  const span = spanOf([...batches.values()]);
  if (span === undefined) return new Map();
  const known = await match(writer, table, stage, span, perhaps);
  const come =
    known === 0
      ? stage
      : `(select * from ${stage} where rowid not in (select staged from merge_match where kind <> 'changed'))`;
  const gone = await storedRows(writer);
  const staged = [...batches.values()].reduce((sum, { rows }) => sum + rows, -dropped);
  if (gone === undefined && known === staged) return new Map();
  const settle = await prepare(
    come,
    gone === undefined ? undefined : `(select * from ${base} where ${gone})`,
  );
  if (gone !== undefined) await writer.run(`delete from ${base} where ${gone}`);
  const columns = list(table.columns.map(({ name }) => name));
  await writer.run(`insert into ${base} (${columns}) select ${columns} from ${come}`);
  await settle();
  if (known + dropped > 0) return counts(writer, stage, batches);
  return new Map([...batches].map(([number, { rows }]) => [number, { inserted: rows, replaced: 0 }]));
}

async function counts(
  writer: Writer,
  stage: string,
  batches: Map<number, Columns>,
): Promise<Map<number, Merged>> {
  let next = 0;
  // Row ids in the stage follow the batches.
  const places = [...batches].map(([number, { rows }]) => `(${number}, ${next}, ${(next += rows)})`);
  const rows = await writer.rows<{ batch: number; inserted: bigint; replaced: bigint }>(`
    select p.batch, count(*) filter (where m.kind is null) as inserted,
        count(*) filter (where m.kind = 'changed') as replaced
    from ${stage} s
    join (values ${places.join(", ")}) p(batch, first, past) on s.rowid >= p.first and s.rowid < p.past
    left join merge_match m on m.staged = s.rowid
    group by p.batch`);
  return new Map(
    rows.map(({ batch, inserted, replaced }) => [
      batch,
      { inserted: Number(inserted), replaced: Number(replaced) },
    ]),
  );
}
