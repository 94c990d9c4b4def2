import type { Relation } from "./schema.ts";
import { quoted } from "./sql-text.ts";
import { isoOf } from "./values/timestamp.ts";
import type { Writer } from "./writer.ts";

export type TableDescription = {
  name: string;
  kind: "table" | "view" | "rollup";
  grain: string;
  /** The system that the rows come from; `sentinel` for our own. */
  source: string;
  rows: number;
  /** Time of the newest row, ISO; null when there is none or the table has no time. */
  newest_at: string | null;
  columns: { name: string; type: string; description: string }[];
};

/** Every table, view and rollup with its size and freshness. */
export async function describeRelations(writer: Writer, relations: Relation[]): Promise<TableDescription[]> {
  const counts = relations.map(
    ({ name, time }, index) =>
      `select ${index} as index, count(*) as rows, ${time === undefined ? "null" : `epoch_us(max(${quoted(time)}))`} as newest
      from ${quoted(name)}`,
  );
  const measured = await writer.rows<{ index: number; rows: bigint; newest: bigint | null }>(
    counts.join(" union all "),
  );
  const byIndex = new Map(measured.map((row) => [row.index, row]));
  return relations.map(({ name, kind, grain, source, columns }, index) => {
    const newest = byIndex.get(index)?.newest ?? null;
    return {
      name,
      kind,
      grain,
      source,
      rows: Number(byIndex.get(index)?.rows ?? 0n),
      newest_at: newest === null ? null : isoOf(newest),
      columns: columns.map(({ name: column, type, description }) => ({ name: column, type, description })),
    };
  });
}
