/** Standing jobs, and what is kept of their runs. */
import type { Logger } from "pino";

import type { JobRunRow } from "../state/rows/jobs.ts";
import type { State } from "../state/open.ts";

/** `cron` has five fields and means the clock on the wall of `time_zone`. */
export type Schedule = { cron: string; time_zone: string };

/** `missed`: the process was not there, from the beginning of the run or until its end. */
export type Outcome = "done" | "failed" | "missed";

/**
 * What a run has to say in figures: rows that it fetched, measured or deleted, and what it found. `again_at`: when it wants to
 * run once more, should no slot come before.
 */
export type Yield = { rows?: number; findings?: number; again_at?: Date };

export type Job = {
  id: string;
  /** One sentence for people. */
  summary: string;
  /** Asked at every look, since settings may change. Undefined: done at every look, timed and counted but not kept. */
  schedule?: () => Schedule;
  /** Whether a home in which it never ran begins with the slot that has just passed. */
  at_first?: boolean;
  /** Never due by its schedule. */
  asked_only?: boolean;
  work: (signal: AbortSignal) => Promise<Yield | void>;
};

export type JobRun = Omit<JobRunRow, "id" | "outcome" | "recorded_at"> & {
  /** Null while it runs. */
  outcome: Outcome | null;
};

export type JobState = Pick<Job, "id" | "summary"> & {
  /** Null for what is done at every look. */
  schedule: Schedule | null;
  /** In this process or another. */
  running: boolean;
  next_at: string | null;
  last: JobRun | null;
  /** The newest first, slots that were missed among them. */
  recent: JobRun[];
};

export type JobsOptions = {
  state: () => State;
  now: () => Date;
  log: Logger;
  /** Told of each run that ended. */
  ended?: (run: JobRun) => void;
  /** Who runs them, when it is not this process. */
  holder?: string;
};
