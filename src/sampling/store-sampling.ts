import type { State } from "../state/open.ts";
import type { JudgedTrace } from "./judge-traces.ts";
import type { Sampling } from "./sampling.ts";

const DAY_MS = 86_400_000;
/** SQLite takes some 32,000 values in one statement. */
const ROWS_AT_ONCE = 1_000;

/** Keeps the statistics and the kept traces with their reasons, and lets go of what is older than `remember_days`. */
export async function storeSampling(
  state: State,
  { samplings, kept, at }: { samplings: Sampling[]; kept: JudgedTrace[]; at: Date },
  remember_days: number,
): Promise<void> {
  const oldest = new Date(at.getTime() - remember_days * DAY_MS).toISOString();
  await state.write(async (db) => {
    for (const { reasons, missed, uncovered, dropped_share: _, recall: __, ...sampling } of samplings) {
      const row = {
        ...sampling,
        reasons: JSON.stringify(reasons),
        missed: JSON.stringify(missed),
        uncovered: JSON.stringify(uncovered),
      };
      await db.replaceInto("samplings").values(row).execute();
    }
    for (let from = 0; from < kept.length; from += ROWS_AT_ONCE) {
      const rows = kept.slice(from, from + ROWS_AT_ONCE).map((trace) => ({
        connection: trace.connection,
        trace_id: trace.trace_id,
        agent: trace.agent,
        started_at: trace.started_at,
        points: trace.points,
        reasons: JSON.stringify(trace.reasons),
        sampled_at: at.toISOString(),
      }));
      await db.replaceInto("sampled_traces").values(rows).execute();
    }
    await db.deleteFrom("samplings").where("at", "<", oldest).execute();
    await db.deleteFrom("sampled_traces").where("started_at", "<", oldest).execute();
  });
}
