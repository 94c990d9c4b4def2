import type { Detector } from "../contracts/detector.ts";
import type { QueryDefinition } from "../contracts/query.ts";
import type { Lake } from "../lake/lake.ts";
import { tablesOf } from "../queries/window.ts";

/** The tables with a source behind them that the detector cannot do without, as the ledger knows them. */
export async function tablesReadBy(
  lake: Pick<Lake, "coverage">,
  library: Map<string, QueryDefinition>,
  detector: Detector,
): Promise<Set<string>> {
  const inputs = Object.values(detector.inputs).filter(({ optional }) => optional !== true);
  const queries = inputs.flatMap(({ query }) => library.get(query) ?? []);
  const ledgers = await Promise.all(
    [...new Set(queries.flatMap(tablesOf))].map((table) => lake.coverage(table)),
  );
  return new Set(ledgers.flat().map(({ table }) => table));
}
