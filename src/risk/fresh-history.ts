/** Measures anew only what may have changed: of 200 pushes to a request, one need read 90 days. */
import { createHash } from "node:crypto";

import type { Lake } from "../lake/lake.ts";
import type { State } from "../state/open.ts";
import { READS, updateHistory, type HistoryContext, type HistoryReport } from "./update-history.ts";

/** After so long it is measured anew though the ledger shows nothing new. */
const LONGEST_MS = 3_600_000;

type FreshContext = HistoryContext & { lake: Pick<Lake, "coverage"> };
type Kept = { mark: string; at: Date; report: Promise<HistoryReport> };
const kept = new WeakMap<State, Kept>();

/**
 * As updateHistory, unless this process did so within the hour and nothing that it reads was fetched, received or set
 * otherwise since. Who asks while it is measured waits for that.
 */
export async function freshHistory(context: FreshContext, at: Date): Promise<HistoryReport> {
  const { state } = context;
  const mark = await markOf(context);
  const last = kept.get(state);
  if (last?.mark === mark && Math.abs(at.getTime() - last.at.getTime()) < LONGEST_MS) return last.report;
  const report = updateHistory(context, at);
  kept.set(state, { mark, at, report });
  report.catch(() => {
    if (kept.get(state)?.report === report) kept.delete(state);
  });
  return report;
}

/** What the answer hangs on besides the time: the ledger of the tables, the catalogue, the settings. */
async function markOf({ lake, library, settings }: FreshContext): Promise<string> {
  const tables = [...new Set(READS.flatMap((id) => library.get(id)?.reads ?? []))];
  const ledger = tables.filter((table) => table !== "sentinel_services").map((table) => lake.coverage(table));
  const services = await lake.ask(
    "select service, kind, value, implicit from sentinel_services order by service, kind, value, implicit",
  );
  const whole = JSON.stringify([await Promise.all(ledger), services.rows, settings.history_days]);
  return createHash("sha256").update(whole).digest("hex");
}
