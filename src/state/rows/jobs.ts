/** Jobs, and their runs. */
import type { Generated } from "kysely";

/** What is remembered of a job between its runs, and who runs it now. */
export type JobStateRow = {
  job: string;
  /** Slots up to and with this moment were run, or recorded as missed. */
  settled_to: string;
  /** Runs of the slot at `settled_to` that came to nothing, and when it is tried again. */
  tries: number;
  retry_at: string | null;
  run_id: number | null;
  lease_by: string | null;
  lease_until: string | null;
};

/** A run of a job, or a slot that it missed. */
export type JobRunRow = {
  id: Generated<number>;
  job: string;
  /** The slot; null when somebody asked for the run. */
  scheduled_for: string | null;
  /** Null for a slot that nobody was there for. */
  started_at: string | null;
  ended_at: string | null;
  /** Null when the end was not seen. */
  took_ms: number | null;
  /** done, failed or missed; null while it runs. */
  outcome: string | null;
  rows: number | null;
  findings: number | null;
  error: string | null;
  recorded_at: string;
};
