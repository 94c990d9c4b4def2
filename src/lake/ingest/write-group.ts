import type { Batch, IngestResult } from "../../contracts/ingest.ts";
import { recordSlices } from "../coverage/ledger.ts";
import { prepareRollups, type Derived } from "../rollups/derived.ts";
import type { FactTable } from "../schema.ts";
import { quoted } from "../sql-text.ts";
import type { Writer } from "../writer.ts";
import type { Columns } from "./columns-of-rows.ts";
import { merge, type Merged, type Staged } from "./merge.ts";
import { probe, probeOf } from "./probe.ts";
import { spanOf } from "./span.ts";
import { append, isInOrder, stage } from "./stage.ts";
import { haveStoredTwins, markStaged, markStored } from "./twins.ts";
import { writePosition } from "./write-position.ts";

export type GroupTarget = { writer: Writer; tables: FactTable[]; derived: Derived };
export type Member = { batch: Batch; columns: Columns[]; rows: number };

/** The rows of one table in a group: `staged` is undefined when all of them are new. */
type Part = { table: FactTable; batches: Map<number, Columns>; staged: Staged | undefined };

/**
 * Writes a group of batches in one transaction: rows, rollups, coverage and watermarks of all of them, or nothing.
 * Answers what came of each, in their order.
 */
export async function writeGroup(target: GroupTarget, group: Member[]): Promise<IngestResult[]> {
  const { writer, tables } = target;
  // Outside of the transaction: what is probed and staged is temporary, and is replaced by the next group.
  const parts = await partsOf(target, group);
  const results = group.map(({ rows }) => ({ inserted: 0, replaced: 0, unchanged: rows }));
  await writer.transaction(async () => {
    for (const part of parts) {
      for (const [number, { inserted, replaced }] of await write(target, part)) {
        const result = results[number];
        if (result === undefined) continue;
        result.inserted += inserted;
        result.replaced += replaced;
        result.unchanged -= inserted + replaced;
      }
    }
    for (const { table, batches } of parts) {
      await markStored(target, table, quoted(probeOf(table)), spanOf([...batches.values()]));
    }
    for (const { batch } of group) await writePosition(writer, batch);
    const slices = group.filter(({ batch }) => batch.unrecorded !== true).map(sliceOf);
    await recordSlices(writer, slices, tables);
  });
  return results;
}

const sliceOf = ({ batch, columns }: Member) => ({
  batch,
  refused: columns.reduce((sum, part) => sum + part.refused, 0),
  rows: Object.fromEntries(columns.map(({ table: { name } }) => [name, batch.rows[name]?.length ?? 0])),
});

async function partsOf({ writer, tables }: GroupTarget, group: Member[]): Promise<Part[]> {
  const byTable = new Map<FactTable, Map<number, Columns>>();
  group.forEach(({ columns }, number) => {
    for (const part of columns) {
      if (part.rows === 0) continue;
      const batches = byTable.get(part.table) ?? new Map<number, Columns>();
      byTable.set(part.table, batches.set(number, part));
    }
  });
  const parts: Part[] = [];
  for (const [table, batches] of byTable) {
    const columns = [...batches.values()];
    const { fresh, perhaps } = await probe(writer, table, columns);
    const span = spanOf(columns);
    const twins = await haveStoredTwins(writer, table, tables, span);
    const straight = fresh && !twins && (await isInOrder(writer, table));
    const staged = straight ? undefined : { dropped: await stage(writer, table, columns), perhaps };
    if (twins && span !== undefined) await markStaged(writer, table, span);
    parts.push({ table, batches, staged });
  }
  return parts;
}

async function write({ writer, derived }: GroupTarget, part: Part): Promise<Map<number, Merged>> {
  const { table, batches, staged } = part;
  const prepare = (come: string, go: string | undefined) =>
    prepareRollups(writer, derived, table.name, come, go);
  if (staged !== undefined) return merge(writer, table, batches, staged, prepare);
  const settle = await prepare(quoted(probeOf(table)), undefined);
  await append(
    writer,
    table.name,
    undefined,
    [...batches.values()].flatMap(({ chunks }) => chunks),
  );
  await settle();
  return new Map([...batches].map(([number, { rows }]) => [number, { inserted: rows, replaced: 0 }]));
}
