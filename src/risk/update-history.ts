/**
 * The history of what merges were followed by. It lives in the state and not in the lake: it must outlive the traces it
 * was measured on, which retention deletes and a lake filled anew no longer gets.
 */
import { z } from "zod";

import { SentinelError } from "../errors.ts";
import { runQuery, type QueryContext } from "../queries/run.ts";
import type { State } from "../state/open.ts";
import { excessOf } from "./expected.ts";
import { groupBy } from "../../detectors/judge/group.ts";
import { ActivityHour, knownHours, seriesOf } from "./hours.ts";
import { mainline } from "./mainline.ts";
import type { RiskSettings } from "./risk-settings.ts";
import { shareExcess } from "./share-excess.ts";
import { storeHistory, type MeasuredMerge } from "./store-history.ts";

/** The queries that the history is made of. */
export const READS = ["repo_merges", "commit_changes", "repo_activity_by_hour"] as const;

export type HistoryContext = QueryContext & { state: State; settings: RiskSettings };

const DAY_MS = 86_400_000;
const MAX_ROWS = 1_000_000;
/** Days before the span in which a commit of the span may have been made, and from which seasons are taken. */
const LEAD_DAYS = 30;

const Merge = z.object({
  connection: z.string(),
  repo: z.string(),
  sha: z.string(),
  number: z.number().nullable(),
  title: z.string().nullable(),
  parents: z.array(z.string()).nullable(),
  committed_at: z.string(),
  live_at: z.string(),
});
const Change = z.object({
  connection: z.string(),
  repo: z.string(),
  sha: z.string(),
  path: z.string(),
  previous_path: z.string().nullable(),
});

export type HistoryReport = {
  connection: string;
  repo: string;
  merges: number;
  /** Merges of which at least one hour could be measured. */
  measured: number;
  files: number;
}[];

/**
 * Measures the merges of the last `history_days` of every repository. A merge that was measured over more hours before
 * keeps what was measured then. Throws `incomplete` when there is more than can be held at once.
 */
export async function updateHistory(context: HistoryContext, at: Date): Promise<HistoryReport> {
  const { lake, state, settings } = context;
  const since = new Date(at.getTime() - settings.history_days * DAY_MS);
  const lead = new Date(since.getTime() - LEAD_DAYS * DAY_MS);
  const ask = async <Row extends z.ZodType>(id: (typeof READS)[number], row: Row, from: Date) => {
    const params = { since: from.toISOString(), until: at.toISOString() };
    const answer = await runQuery(context, id, params, at, { max_rows: MAX_ROWS });
    if (answer.truncated) throw new SentinelError("incomplete", `${id} has more than ${MAX_ROWS} rows`);
    return z.array(row).parse(answer.rows);
  };
  const merges = await ask("repo_merges", Merge, since);
  const changes = groupBy(await ask("commit_changes", Change, lead), keyOf);
  const activity = groupBy(await ask("repo_activity_by_hour", ActivityHour, lead), placeOf);
  const holes = await lake.uncovered("llm_observations", { from: lead, to: at });
  const report: HistoryReport = [];
  for (const [place, own] of groupBy(merges, placeOf)) {
    const rows = activity.get(place) ?? [];
    const { connection, repo } = own[0] ?? { connection: "", repo: "" };
    const uncovered = holes
      .filter((hole) => hole.connection === connection)
      .map(({ window }) => ({ from: window.from.toISOString(), to: window.to.toISOString() }));
    const isKnown = knownHours(rows, { from: lead, to: at }, uncovered);
    const excess = {
      cost_usd: excessOf(seriesOf(rows, "cost_usd", isKnown)),
      errors: excessOf(seriesOf(rows, "errors", isKnown)),
    };
    const trunk = mainline(own);
    const shares = shareExcess(trunk, excess);
    const measured = trunk.map((merge, index): MeasuredMerge => ({
      ...merge,
      share: shares[index] ?? { hours: 0, cost_usd: 0, errors: 0 },
      changes: changes.get(keyOf(merge)) ?? [],
    }));
    await storeHistory(state, measured, at);
    report.push({
      connection,
      repo,
      merges: measured.length,
      measured: measured.filter(({ share }) => share.hours > 0).length,
      files: new Set(measured.flatMap((merge) => merge.changes.map(({ path }) => path))).size,
    });
  }
  return report;
}

const placeOf = ({ connection, repo }: { connection: string; repo: string }): string =>
  JSON.stringify([connection, repo]);
const keyOf = ({ connection, repo, sha }: { connection: string; repo: string; sha: string }): string =>
  JSON.stringify([connection, repo, sha]);
