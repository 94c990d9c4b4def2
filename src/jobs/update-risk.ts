/** The job that measures what merges were followed by. */
import type { Sentinel } from "../main.ts";
import { updateHistory, type HistoryReport } from "../risk/update-history.ts";

export async function updateRisk(sentinel: Sentinel, at: Date): Promise<HistoryReport> {
  await sentinel.catalogue();
  return updateHistory(
    {
      lake: await sentinel.lake(),
      library: sentinel.library(),
      state: sentinel.state(),
      settings: sentinel.settings.risk,
    },
    at,
  );
}
