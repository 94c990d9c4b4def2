/** What of a job is due, decided from what is remembered of it alone. */
import type { JobStateRow } from "../state/rows/jobs.ts";
import type { Schedule } from "./job.ts";
import { slotsBetween } from "./slots.ts";

export type Memory = Pick<JobStateRow, "settled_to" | "tries" | "retry_at">;

/** `missed` are recorded and never run; `run` is the slot to run now. */
export type Plan = { missed: Date[]; run: Date | undefined };

const DAY_MS = 86_400_000;
/** Missed slots from before are not recorded: so long runs are kept. */
export const KEPT_DAYS = 60;
const LONGEST_PAUSE_MINUTES = 240;

/**
 * Of the slots that have passed, whatever kept the job from them, the newest is run and the others are missed. One whose
 * run came to nothing is tried again until it succeeds or the next slot comes.
 */
export function planOf(memory: Memory, schedule: Schedule, at: Date): Plan {
  const oldest = new Date(at.getTime() - KEPT_DAYS * DAY_MS);
  const settled = new Date(memory.settled_to);
  const slots = slotsBetween(schedule, settled > oldest ? settled : oldest, at);
  const newest = slots.pop();
  if (newest !== undefined) return { missed: slots, run: newest };
  const again = memory.retry_at !== null && memory.retry_at <= at.toISOString();
  return { missed: [], run: again ? settled : undefined };
}

/** Where a job begins that nothing is remembered of: before the slot that has just passed, or after it. */
export function firstMemory(schedule: Schedule, at_first: boolean, at: Date): Memory {
  const [latest] = at_first ? slotsBetween(schedule, new Date(at.getTime() - DAY_MS), at).slice(-1) : [];
  const settled_to = latest === undefined ? at : new Date(latest.getTime() - 1);
  return { settled_to: settled_to.toISOString(), tries: 0, retry_at: null };
}

/** Two minutes, doubled with each try up to four hours. */
export function retryAt(tries: number, at: Date): string {
  const minutes = Math.min(2 ** Math.min(tries, 30), LONGEST_PAUSE_MINUTES);
  return new Date(at.getTime() + minutes * 60_000).toISOString();
}
