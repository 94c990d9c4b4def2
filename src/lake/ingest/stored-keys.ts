/** Finds keys in a table itself, for a process that writes too little to read all keys first (see known-keys.ts). */
import type { FactTable } from "../schema.ts";
import { quoted } from "../sql-text.ts";
import { timestampValue } from "../values/bound.ts";
import type { Values, Writer } from "../writer.ts";
import type { Span } from "./span.ts";

/**
 * The places in `probe`, a table with the key columns of `rows` rows, whose key is stored. What changed upstream is mostly where
 * it was, within the time `span` of the rows: zone maps leave the rest unread unless a key is not there.
 */
export async function storedPlaces(
  writer: Writer,
  table: FactTable,
  probe: string,
  { rows, span }: { rows: number; span: Span },
): Promise<number[]> {
  await writer.run("create or replace temp table probe_stored (place bigint)");
  const within = `b.${quoted(table.time)} between $low and $high`;
  const bounds = { low: timestampValue(span.low), high: timestampValue(span.high) };
  const found = await find(writer, table, probe, within, bounds);
  if (found < rows) {
    const rest = `p.rowid not in (select place from probe_stored) and not ${within}`;
    await find(writer, table, probe, rest, bounds);
  }
  const stored = await writer.rows<{ place: number }>(
    "select place::double as place from probe_stored order by place",
  );
  return stored.map(({ place }) => place);
}

function find(
  writer: Writer,
  table: FactTable,
  probe: string,
  where: string,
  bounds: Values,
): Promise<number> {
  const keys = table.key.map((column) => `b.${quoted(column)} = p.${quoted(column)}`).join(" and ");
  return writer.run(
    `insert into probe_stored select p.rowid from ${quoted(probe)} p join ${quoted(table.name)} b on ${keys} where ${where}`,
    bounds,
  );
}
