import type { Batch, IngestResult } from "../../contracts/ingest.ts";
import { recordSlices } from "../coverage/ledger.ts";
import { prepareRollups, type Derived } from "../rollups/derived.ts";
import type { FactTable } from "../schema.ts";
import type { Writer } from "../writer.ts";
import type { Columns } from "./columns-of-rows.ts";
import { ensureKnownKeys } from "./known-keys.ts";
import { merge, type Staged } from "./merge.ts";
import { stage } from "./stage.ts";

export type GroupTarget = { writer: Writer; tables: FactTable[]; derived: Derived };
export type Member = { batch: Batch; columns: Columns[]; rows: number };

/**
 * Writes a group of batches in one transaction: rows, rollups, coverage and watermarks of all of them, or nothing.
 * Answers what came of each, in their order.
 */
export async function writeGroup(target: GroupTarget, group: Member[]): Promise<IngestResult[]> {
  const { writer, tables, derived } = target;
  // Outside of the transaction: what is staged is temporary, and is replaced by the next group.
  const staged = await stageGroup(writer, group);
  const results = group.map(({ rows }) => ({ inserted: 0, replaced: 0, unchanged: rows }));
  await writer.transaction(async () => {
    for (const part of staged) {
      const prepare = (come: string, go: string | undefined) =>
        prepareRollups(writer, derived, part.table.name, come, go);
      for (const [number, { inserted, replaced }] of await merge(writer, part, prepare)) {
        const result = results[number];
        if (result === undefined) continue;
        result.inserted += inserted;
        result.replaced += replaced;
        result.unchanged -= inserted + replaced;
      }
    }
    await recordSlices(writer, group.map(sliceOf), tables);
  });
  return results;
}

const sliceOf = ({ batch, columns }: Member) => ({
  batch,
  refused: columns.reduce((sum, part) => sum + part.refused, 0),
});

async function stageGroup(writer: Writer, group: Member[]): Promise<Staged[]> {
  const byTable = new Map<FactTable, Map<number, Columns>>();
  group.forEach(({ columns }, number) => {
    for (const part of columns) {
      if (part.rows === 0) continue;
      const batches = byTable.get(part.table) ?? new Map<number, Columns>();
      byTable.set(part.table, batches.set(number, part));
    }
  });
  const staged: Staged[] = [];
  for (const [table, batches] of byTable) {
    await ensureKnownKeys(writer, table);
    staged.push({ table, batches, dropped: await stage(writer, table, batches) });
  }
  return staged;
}
