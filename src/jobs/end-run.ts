import type { State } from "../state/open.ts";
import { leaseUntil, type Claim } from "./claim.ts";
import type { JobRun } from "./job.ts";
import { retryAt } from "./plan.ts";

type Ended = Pick<JobRun, "outcome" | "rows" | "findings" | "error"> & {
  at: Date;
  took_ms: number;
  again_at: Date | undefined;
};

/**
 * Records how a run ended and lets go of the job. A slot that failed is tried again after a pause, one that was broken off
 * at the next look. A run that another process has taken for dead stays as that process recorded it.
 */
export async function endRun(
  state: State,
  { run_id }: Claim,
  { at, took_ms, again_at, outcome, rows, findings, error }: Ended,
): Promise<void> {
  await state.write(async (db) => {
    await db
      .updateTable("job_runs")
      .set({ ended_at: at.toISOString(), took_ms, outcome, rows, findings, error })
      .where("id", "=", run_id)
      .where("outcome", "is", null)
      .execute();
    const free = { run_id: null, lease_by: null, lease_until: null };
    const memory = await db
      .updateTable("job_states")
      .set(free)
      .where("run_id", "=", run_id)
      .returning(["job", "tries", "settled_to", "retry_at"])
      .executeTakeFirst();
    if (memory === undefined) return;
    const run = await db
      .selectFrom("job_runs")
      .select("scheduled_for")
      .where("id", "=", run_id)
      .executeTakeFirst();
    if (run?.scheduled_for !== memory.settled_to) return;
    const tries = outcome === "failed" ? memory.tries + 1 : memory.tries;
    const again = {
      done: again_at?.toISOString() ?? null,
      failed: retryAt(tries, at),
      missed: at.toISOString(),
    };
    // Whoever asked for a run while this one was under way is not served by it.
    const wanted = [memory.retry_at, outcome === null ? null : again[outcome]];
    const [retry_at = null] = wanted.filter((moment) => moment !== null).toSorted();
    await db.updateTable("job_states").set({ tries, retry_at }).where("job", "=", memory.job).execute();
  });
}

/** Says that the runs are still under way. */
export async function renewLeases(state: State, run_ids: number[], at: Date): Promise<void> {
  if (run_ids.length === 0) return;
  await state.db
    .updateTable("job_states")
    .set({ lease_until: leaseUntil(at) })
    .where("run_id", "in", run_ids)
    .execute();
}
