/** Finds where staged rows are stored already, and which of them are worth writing. */
import { BIGINT, LIST, DuckDBListValue } from "@duckdb/node-api";

import type { FactTable } from "../schema.ts";
import { list, quoted } from "../sql-text.ts";
import { timestampValue } from "../values/bound.ts";
import type { Values, Writer } from "../writer.ts";
import type { Span } from "./span.ts";

const MATCH = "create or replace temp table merge_match (staged bigint, stored bigint, kind varchar)";

/**
 * Fills the temporary table merge_match: for each staged row whose key is stored, where, and whether it is `same`,
 * `stale` (what is stored was fetched later) or `changed`. `span` holds the times of all staged rows, `perhaps` the row ids
 * of those whose key may be stored. Answers how many staged rows are stored already.
 */
export async function match(
  writer: Writer,
  table: FactTable,
  stage: string,
  span: Span,
  perhaps: number[],
): Promise<number> {
  await writer.run(MATCH);
  if (perhaps.length === 0) return 0;
  await writer.run(
    "create or replace temp table merge_perhaps as select unnest($perhaps) as staged",
    { perhaps: new DuckDBListValue(perhaps.map(BigInt)) },
    { perhaps: LIST(BIGINT) },
  );
  const time = `b.${quoted(table.time)}`;
  const within = { low: timestampValue(span.low), high: timestampValue(span.high) };
  // Only row groups whose times overlap the batch are read.
  let known = await find(writer, table, stage, `${time} between $low and $high`, within);
  // A key that is perhaps stored and not there has another time upstream than it has here.
  const elsewhere = "select staged from merge_perhaps where staged not in (select staged from merge_match)";
  const [candidates] = await writer.rows<{ rows: bigint }>(
    `select count(*) as rows from ${stage} where rowid in (${elsewhere})`,
  );
  if (candidates !== undefined && candidates.rows > 0n) {
    const rest = `s.rowid in (${elsewhere}) and not ${time} between $low and $high`;
    known += await find(writer, table, stage, rest, within);
  }
  if (known > 0) await findSame(writer, table, stage);
  return known;
}

/**
 * The same for rows of which nothing is known: all stored rows are looked through of which `where` holds, named `b`. `stage` is
 * a selection that has the row ids too.
 */
export async function matchAll(
  writer: Writer,
  table: FactTable,
  stage: string,
  where: string,
): Promise<number> {
  await writer.run(MATCH);
  const known = await find(writer, table, stage, where);
  if (known > 0) await findSame(writer, table, stage);
  return known;
}

/** Adds to merge_match the staged rows whose key is stored in a row of which `where` holds; answers how many. */
async function find(
  writer: Writer,
  table: FactTable,
  stage: string,
  where: string,
  values?: Values,
): Promise<number> {
  const keys = table.key.map((column) => `b.${quoted(column)} = s.${quoted(column)}`).join(" and ");
  return writer.run(
    `insert into merge_match
    select s.rowid, b.rowid, case when b.synced_at > s.synced_at then 'stale' else 'changed' end
    from ${stage} s
    join ${quoted(table.name)} b on ${keys}
    where ${where}`,
    values,
  );
}

/**
 * The condition on stored rows that changed ones take the place of; undefined when there are none. Their lowest and highest
 * row ids leave other row groups unread.
 */
export async function storedRows(writer: Writer): Promise<string | undefined> {
  const [rows] = await writer.rows<{ low: bigint | null; high: bigint | null }>(
    "select min(stored) as low, max(stored) as high from merge_match where kind = 'changed'",
  );
  if (rows?.low == null || rows.high == null) return undefined;
  const stored = "select stored from merge_match where kind = 'changed'";
  return `rowid between ${rows.low} and ${rows.high} and rowid in (${stored})`;
}

/** Compares whole rows, reading the wide columns of nothing but the rows that are known. */
async function findSame(writer: Writer, table: FactTable, stage: string): Promise<void> {
  const known = await storedRows(writer);
  if (known === undefined) return;
  const compared = table.columns
    .map(({ name }) => name)
    .filter((name) => name !== "synced_at" && !table.key.includes(name));
  const equal = compared.map((name) => `b.${quoted(name)} is not distinct from s.${quoted(name)}`);
  await writer.run(`
    update merge_match set kind = 'same' where staged in (
        select m.staged
        from merge_match m
        join ${stage} s on s.rowid = m.staged
        join (select ${list(["rowid", ...compared])} from ${quoted(table.name)} where ${known}) b on b.rowid = m.stored
        where ${["m.kind = 'changed'", ...equal].join(" and ")}
    )`);
}
