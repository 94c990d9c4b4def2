/** What is kept of the runs of jobs. */
import { z } from "zod";

import type { State } from "../state/open.ts";
import type { JobRun } from "./job.ts";
import { KEPT_DAYS } from "./plan.ts";

const Outcome = z.enum(["done", "failed", "missed"]).nullable();

/** Runs and missed slots of a job, the newest first. */
export async function listRuns(state: State, job: string, limit: number): Promise<JobRun[]> {
  const rows = await state.db
    .selectFrom("job_runs")
    .select([
      "job",
      "scheduled_for",
      "started_at",
      "ended_at",
      "took_ms",
      "outcome",
      "rows",
      "findings",
      "error",
    ])
    .where("job", "=", job)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, outcome: Outcome.parse(row.outcome) }));
}

/** Lets go of what was recorded more than 60 days ago; answers how much that was. */
export async function forgetRuns(state: State, at: Date): Promise<number> {
  const oldest = new Date(at.getTime() - KEPT_DAYS * 86_400_000).toISOString();
  const { numDeletedRows } = await state.db
    .deleteFrom("job_runs")
    .where("recorded_at", "<", oldest)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
