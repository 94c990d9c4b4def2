import type { State } from "../state/open.ts";
import type { Job, JobRun, JobState } from "./job.ts";
import { listRuns } from "./read-runs.ts";
import { nextSlot } from "./slots.ts";

type Seen = { at: Date; running: boolean; last: JobRun | undefined };

/** How many of its last runs a job is shown with. */
const RECENT = 20;

/** A job as people see it; `seen` is what this process knows of it, which is all there is of one that is not kept. */
export async function jobState(
  state: State,
  { id, summary, schedule: ask, asked_only }: Job,
  { at, running, last }: Seen,
): Promise<JobState> {
  const schedule = ask?.() ?? null;
  const recent = schedule === null ? [] : await listRuns(state, id, RECENT);
  const latest = recent.find(({ outcome, started_at }) => outcome !== null && started_at !== null);
  const next = schedule === null || asked_only === true ? undefined : nextSlot(schedule, at);
  return {
    id,
    summary,
    schedule,
    running: running || recent.some(({ outcome }) => outcome === null),
    next_at: next?.toISOString() ?? null,
    last: latest ?? last ?? null,
    recent,
  };
}
