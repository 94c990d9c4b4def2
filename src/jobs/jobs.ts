/** Standing jobs: each on its schedule, never twice at once, with what its last run said. */
import { schedule, type ScheduledTask } from "node-cron";
import type { Logger } from "pino";

import { messageOf, SentinelError } from "../errors.ts";
import { withScope } from "../request-scope.ts";

export type Job = {
  id: string;
  /** One sentence for people. */
  summary: string;
  /** As cron writes it, with seconds first. */
  cron: string;
  /** Whether it also runs as soon as the schedules start. */
  at_start: boolean;
  /** Quiet jobs are timed and counted but not logged: they run every few seconds. */
  quiet?: boolean;
  work: (signal: AbortSignal) => Promise<unknown>;
};

export type JobRun = { started_at: string; ended_at: string; took_ms: number; error: string | null };

export type JobState = Pick<Job, "id" | "summary" | "cron"> & {
  running: boolean;
  next_at: string | null;
  last: JobRun | null;
};

type JobsOptions = {
  now: () => Date;
  log: Logger;
  /** Told of each run that ended. */
  ended: (id: string, run: JobRun) => void;
};

export class Jobs {
  readonly #jobs: Map<string, Job>;
  readonly #options: JobsOptions;
  readonly #running = new Map<string, Promise<JobRun>>();
  readonly #last = new Map<string, JobRun>();
  readonly #tasks = new Map<string, ScheduledTask>();
  readonly #stop = new AbortController();

  constructor(jobs: Job[], options: JobsOptions) {
    this.#jobs = new Map(jobs.map((job) => [job.id, job]));
    this.#options = options;
  }

  /** Puts the schedules into force. */
  start(): void {
    for (const job of this.#jobs.values()) {
      const due = () => void this.#begin(job);
      // What did not run in time runs at its next time: nothing piles up.
      this.#tasks.set(job.id, schedule(job.cron, due, { name: job.id, logger: SILENT }));
      if (job.at_start) due();
    }
  }

  /** Ends the schedules, asks what runs to end, and waits until it has. */
  async stop(): Promise<void> {
    for (const task of this.#tasks.values()) await task.destroy();
    this.#stop.abort(new SentinelError("busy", "the server is stopping"));
    await Promise.all(this.#running.values());
  }

  list(): JobState[] {
    return [...this.#jobs.values()].map(({ id, summary, cron }) => ({
      id,
      summary,
      cron,
      running: this.#running.has(id),
      next_at: this.#tasks.get(id)?.getNextRun()?.toISOString() ?? null,
      last: this.#last.get(id) ?? null,
    }));
  }

  /** Starts a job now, without waiting for its end. Throws `not_found`; `conflict` when it runs already. */
  run(id: string): JobState {
    const job = this.#jobs.get(id);
    if (job === undefined) {
      const hint = `jobs are ${[...this.#jobs.keys()].join(", ")}`;
      throw new SentinelError("not_found", `there is no job ${id}`, { hint });
    }
    if (this.#stop.signal.aborted) throw new SentinelError("busy", "the server is stopping");
    if (this.#running.has(id)) throw new SentinelError("conflict", `job ${id} runs already`);
    void this.#begin(job);
    const [state] = this.list().filter((one) => one.id === id);
    if (state === undefined) throw new SentinelError("internal", `job ${id} is lost`);
    return state;
  }

  async #begin(job: Job): Promise<void> {
    if (this.#running.has(job.id) || this.#stop.signal.aborted) return;
    const run = withScope({ job: job.id }, () => this.#work(job));
    this.#running.set(job.id, run);
    const ended = await run;
    this.#running.delete(job.id);
    this.#last.set(job.id, ended);
    this.#options.ended(job.id, ended);
  }

  /** Never rejects: a job that fails has said so, and runs again at its next time. */
  async #work({ id, work, quiet = false }: Job): Promise<JobRun> {
    const { log, now } = this.#options;
    const started_at = now().toISOString();
    const began = performance.now();
    let error: string | null = null;
    try {
      await work(this.#stop.signal);
    } catch (failure) {
      error = messageOf(failure);
      log.error({ err: failure }, `job ${id} failed: ${error}`);
    }
    const took_ms = Math.round(performance.now() - began);
    if (!quiet && error === null) log.info({ took_ms }, `job ${id} done in ${took_ms} ms`);
    return { started_at, ended_at: now().toISOString(), took_ms, error };
  }
}

const nothing = () => undefined;
const SILENT = { info: nothing, warn: nothing, error: nothing, debug: nothing };
