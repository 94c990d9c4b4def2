import type { StateDb } from "./open.ts";

/**
 * Has a scheduled job run at `at`, or at the first look after it, beside its schedule. Call it inside the `state.write` of
 * its cause. A job that never ran begins by itself; one that is asked for an earlier moment already keeps that.
 */
export async function askForRun(db: StateDb, job: string, at: Date): Promise<void> {
  const retry_at = at.toISOString();
  await db
    .updateTable("job_states")
    .set({ retry_at })
    .where("job", "=", job)
    .where((row) => row.or([row("retry_at", "is", null), row("retry_at", ">", retry_at)]))
    .execute();
}
