import type { FactTable } from "../schema.ts";
import { list, quoted } from "../sql-text.ts";
import type { Writer } from "../writer.ts";
import type { Columns, Span } from "./columns-of-rows.ts";
import { rememberKeys } from "./known-keys.ts";
import { match } from "./match.ts";
import { stageOf } from "./stage.ts";

export type Merged = { inserted: number; replaced: number };

/** The rows of one table of a group of batches, in the stage. */
export type Staged = {
  table: FactTable;
  /** By the number of their batch. */
  batches: Map<number, Columns>;
  /** Rows that gave way to a newer one of another batch. */
  dropped: number;
};

/**
 * Merges staged rows into their table: what is new is inserted, what changed is replaced, what is equal or older than
 * what is stored stays untouched. Answers what came of each batch.
 *
 * Runs inside the caller's transaction. `prepare` gets the selections of the rows that come and go while both can be
 * read; what it answers is called when they have come and gone.
 */
export async function merge(
  writer: Writer,
  { table, batches, dropped }: Staged,
  prepare: (come: string, go: string | undefined) => Promise<() => Promise<void>>,
): Promise<Map<number, Merged>> {
  const stage = quoted(stageOf(table));
  const base = quoted(table.name);
  const span = spanOf([...batches.values()]);
  if (span === undefined) return new Map();
  const known = await match(writer, table, stage, span);
  const come =
    known === 0
      ? stage
      : `(select * from ${stage} where rowid not in (select staged from merge_match where kind <> 'changed'))`;
  const gone = `rowid in (select stored from merge_match where kind = 'changed')`;
  const settle = await prepare(come, known === 0 ? undefined : `(select * from ${base} where ${gone})`);
  if (known > 0) await writer.run(`delete from ${base} where ${gone}`);
  const columns = list(table.columns.map(({ name }) => name));
  await writer.run(`insert into ${base} (${columns}) select ${columns} from ${come}`);
  await settle();
  await rememberKeys(writer, table, stage);
  if (known + dropped > 0) return counts(writer, stage);
  return new Map([...batches].map(([number, { rows }]) => [number, { inserted: rows, replaced: 0 }]));
}

function spanOf(parts: Columns[]): Span | undefined {
  const spans = parts.flatMap(({ span }) => span ?? []);
  return spans.reduce<Span | undefined>(
    (all, { low, high }) => ({
      low: all && all.low < low ? all.low : low,
      high: all && all.high > high ? all.high : high,
    }),
    undefined,
  );
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
