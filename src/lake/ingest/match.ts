/** Finds where staged rows are stored already, and which of them are worth writing. */
import type { FactTable } from "../schema.ts";
import { list, quoted } from "../sql-text.ts";
import { timestampValue } from "../values/bound.ts";
import type { Writer } from "../writer.ts";
import type { Span } from "./columns-of-rows.ts";
import { perhapsKnown } from "./known-keys.ts";

/**
 * Fills the temporary table merge_match: for each staged row whose key is stored, where, and whether it is `same`,
 * `stale` (what is stored was fetched later) or `changed`. `span` holds the times of all staged rows. Answers how many
 * staged rows are stored already.
 */
export async function match(writer: Writer, table: FactTable, stage: string, span: Span): Promise<number> {
  await writer.run("create or replace temp table merge_match (staged bigint, stored bigint, kind varchar)");
  const time = `b.${quoted(table.time)}`;
  // Only row groups whose times overlap the batch are read.
  let known = await find(writer, table, stage, `${time} between $low and $high`, span);
  // A known key that is not there has another time upstream than it has here.
  const elsewhere = perhapsKnown(table, stage);
  const [candidates] = await writer.rows<{ rows: bigint }>(`select count(*) as rows from (${elsewhere})`);
  if (candidates !== undefined && candidates.rows > 0n) {
    const rest = `s.rowid in (select staged from (${elsewhere})) and not ${time} between $low and $high`;
    known += await find(writer, table, stage, rest, span);
  }
  if (known > 0) await findSame(writer, table, stage);
  return known;
}

async function find(
  writer: Writer,
  table: FactTable,
  stage: string,
  where: string,
  { low, high }: Span,
): Promise<number> {
  const keys = table.key.map((column) => `b.${quoted(column)} = s.${quoted(column)}`).join(" and ");
  return writer.run(
    `insert into merge_match
    select s.rowid, b.rowid, case when b.synced_at > s.synced_at then 'stale' else 'changed' end
    from ${stage} s
    join ${quoted(table.name)} b on ${keys}
    where ${where}`,
    { low: timestampValue(low), high: timestampValue(high) },
  );
}

/** Compares whole rows, reading the wide columns of nothing but the rows that are known. */
async function findSame(writer: Writer, table: FactTable, stage: string): Promise<void> {
  const [rows] = await writer.rows<{ low: bigint | null; high: bigint | null }>(
    "select min(stored) as low, max(stored) as high from merge_match where kind = 'changed'",
  );
  if (rows?.low == null || rows.high == null) return;
  const compared = table.columns
    .map(({ name }) => name)
    .filter((name) => name !== "synced_at" && !table.key.includes(name));
  const equal = compared.map((name) => `b.${quoted(name)} is not distinct from s.${quoted(name)}`);
  await writer.run(`
    update merge_match set kind = 'same' where staged in (
        select m.staged
        from merge_match m
        join ${stage} s on s.rowid = m.staged
        join (
            select ${list(["rowid", ...compared])} from ${quoted(table.name)}
            where rowid between ${rows.low} and ${rows.high}
                and rowid in (select stored from merge_match where kind = 'changed')
        ) b on b.rowid = m.stored
        where ${["m.kind = 'changed'", ...equal].join(" and ")}
    )`);
}
