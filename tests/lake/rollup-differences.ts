import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import type { Lake } from "../../src/lake/open.ts";
import { derivedFrom } from "../../src/lake/rollups/derived.ts";
import { factTable } from "../../src/lake/schema.ts";
import { rowsOf } from "./temporary-lake.ts";

/** By rollup, how many of its rows are not those of a recompute, and the other way round. */
export async function rollupDifferences(lake: Lake): Promise<Record<string, number>> {
  const { rollups } = derivedFrom([factTable(langfuseObservations)]);
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
