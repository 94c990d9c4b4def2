/** Standing jobs: each on its schedule, never twice at once in any process, with a record of every run. */
import { messageOf, SentinelError } from "../errors.ts";
import { LEASE_MS, leaseHolder } from "../outbox/lease.ts";
import { withScope } from "../request-scope.ts";
import { claimDue, claimNow, type Claim } from "./claim.ts";
import { endRun, renewLeases } from "./end-run.ts";
import { jobNamed } from "./job-named.ts";
import type { Job, JobRun, JobsOptions, JobState } from "./job.ts";
import { jobState } from "./job-state.ts";
import { listRuns } from "./read-runs.ts";
import { workOf } from "./work-of.ts";

const LOOK_MS = 2_000;

export class Jobs {
  readonly #jobs: Map<string, Job>;
  readonly #options: JobsOptions;
  readonly #running = new Map<string, { claim: Claim | undefined; end: Promise<JobRun> }>();
  readonly #last = new Map<string, JobRun>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(jobs: Job[], options: JobsOptions) {
    this.#jobs = new Map(jobs.map((job) => [job.id, job]));
    this.#options = options;
  }

  /** Looks every two seconds for what is due. */
  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    void this.look();
  }

  /** Ends the looking, asks what runs to end, and waits until it has. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort(new SentinelError("busy", "the server was stopping"));
    await this.#looking;
    await this.idle();
  }

  /** Starts what is due now; resolves once it is started. A look that fails says so, and the next one looks again. */
  look(): Promise<void> {
    this.#looking ??= this.#startDue()
      .catch((error: unknown) => this.#options.log.error({ err: error }, `jobs: ${messageOf(error)}`))
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  /** Resolves when nothing runs in this process. */
  async idle(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ end }) => end));
  }

  async list(): Promise<JobState[]> {
    return Promise.all([...this.#jobs.values()].map((job) => this.#stateOf(job)));
  }

  /** The newest first. Throws `not_found`. */
  async runs(id: string, limit: number): Promise<JobRun[]> {
    return listRuns(this.#options.state(), jobNamed(this.#jobs, id).id, limit);
  }

  /** Starts a job now, without waiting for its end. Throws `not_found`; `busy` when it runs already. */
  async run(id: string): Promise<JobState> {
    const job = jobNamed(this.#jobs, id);
    await this.#beginNow(job);
    return this.#stateOf(job);
  }

  /** Runs a job now and waits for its end. Throws as `run`; how it ended is in the answer. */
  async runToEnd(id: string): Promise<JobRun> {
    const beat = setInterval(() => void this.#renew(), LEASE_MS / 4);
    try {
      return await (
        await this.#beginNow(jobNamed(this.#jobs, id))
      ).end;
    } finally {
      clearInterval(beat);
    }
  }

  async #startDue(): Promise<void> {
    const { state, now, holder = leaseHolder() } = this.#options;
    await this.#renew();
    for (const job of this.#jobs.values()) {
      if (this.#stop.signal.aborted) return;
      if (this.#running.has(job.id) || job.asked_only === true) continue;
      if (job.schedule === undefined) {
        this.#begin(job, undefined);
        continue;
      }
      const kept = { ...job, schedule: job.schedule() };
      const claim = await claimDue(state(), kept, { holder, at: now() });
      if (claim !== undefined) this.#begin(job, claim);
    }
  }

  async #beginNow(job: Job): Promise<{ end: Promise<JobRun> }> {
    const { state, now, holder = leaseHolder() } = this.#options;
    if (this.#stop.signal.aborted) throw new SentinelError("busy", "the server is stopping");
    if (job.schedule !== undefined) {
      const kept = { ...job, schedule: job.schedule() };
      return this.#begin(job, await claimNow(state(), kept, { holder, at: now() }));
    }
    if (this.#running.has(job.id)) throw new SentinelError("busy", `job ${job.id} runs already`);
    return this.#begin(job, undefined);
  }

  #begin(job: Job, claim: Claim | undefined): { end: Promise<JobRun> } {
    const run = { claim, end: withScope({ job: job.id }, () => this.#work(job, claim)) };
    this.#running.set(job.id, run);
    return run;
  }

  /** Never rejects: a job that fails has said so, and is tried again. */
  async #work(job: Job, claim: Claim | undefined): Promise<JobRun> {
    const { state, now, log, ended } = this.#options;
    const started_at = now().toISOString();
    const { again_at, ...result } = await workOf(job, this.#stop.signal, log);
    const at = now();
    const run = { job: job.id, scheduled_for: claim?.scheduled_for ?? null, started_at, ...result };
    const whole: JobRun = { ...run, ended_at: at.toISOString() };
    if (claim !== undefined)
      await endRun(state(), claim, { at, again_at, ...result }).catch((error: unknown) =>
        log.error({ err: error }, `the end of job ${job.id} was not recorded: ${messageOf(error)}`),
      );
    this.#running.delete(job.id);
    this.#last.set(job.id, whole);
    ended?.(whole);
    return whole;
  }

  async #renew(): Promise<void> {
    const { state, now, log } = this.#options;
    const ids = [...this.#running.values()].flatMap(({ claim }) => claim?.run_id ?? []);
    await renewLeases(state(), ids, now()).catch((error: unknown) =>
      log.warn({ err: error }, `leases of jobs were not renewed: ${messageOf(error)}`),
    );
  }

  #stateOf(job: Job): Promise<JobState> {
    const { state, now } = this.#options;
    const seen = { at: now(), running: this.#running.has(job.id), last: this.#last.get(job.id) };
    return jobState(state(), job, seen);
  }
}
