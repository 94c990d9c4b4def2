/** Measures what merges were followed by. */
import type { Sentinel } from "../main.ts";
import { freshHistory } from "../risk/fresh-history.ts";
import type { HistoryReport } from "../risk/update-history.ts";

export async function updateRisk(sentinel: Sentinel, at: Date): Promise<HistoryReport> {
  await sentinel.catalogue();
  return freshHistory(
    {
      lake: await sentinel.lake(),
      library: sentinel.library(),
      state: sentinel.state(),
      settings: sentinel.settings.risk,
    },
    at,
  );
}
