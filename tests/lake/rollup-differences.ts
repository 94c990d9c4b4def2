import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import type { AnyTable } from "../../src/contracts/table.ts";
import type { Lake } from "../../src/lake/open.ts";
import { derivedFrom } from "../../src/lake/rollups/derived.ts";
import { factTable } from "../../src/lake/schema.ts";
import { rowsOf } from "./temporary-lake.ts";

/** Rows by which each rollup of a lake of these tables differs from one that is computed anew. */
export async function rollupDifferences(
  lake: Lake,
  tables: AnyTable[] = [langfuseObservations],
): Promise<Record<string, number>> {
  const { rollups } = derivedFrom(tables.map(factTable));
  const counts: Record<string, number> = {};
  for (const rollup of rollups) {
    const names = rollup.columns.map(({ name }) => name).join(", ");
    const kept = `select ${names} from ${rollup.name}`;
    const fresh = `select ${names} from (${rollup.compute(rollup.made_from)})`;
    const [row] = await rowsOf(
      lake,
      `select (select count(*) from (${kept} except all ${fresh})) + (select count(*) from (${fresh} except all ${kept})) as n`,
    );
    counts[rollup.name] = Number(row?.["n"]);
  }
  return counts;
}
