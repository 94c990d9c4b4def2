/** Who may run a job now: one process at a time, and each slot once. */
import { SentinelError } from "../errors.ts";
import { isOver, LEASE_MS } from "../outbox/lease.ts";
import type { State, StateDb } from "../state/open.ts";
import type { JobStateRow } from "../state/rows/jobs.ts";
import type { Job, Schedule } from "./job.ts";
import { firstMemory, planOf, retryAt } from "./plan.ts";

type Kept = Pick<Job, "id" | "at_first"> & { schedule: Schedule };
/** `holder` as src/outbox/lease.ts writes it. */
export type Claimant = { holder: string; at: Date };
/** A run that was begun; its holder must end it. */
export type Claim = { run_id: number; scheduled_for: string | null };

/** SQLite takes 32,766 values in a statement. */
const ROWS_A_STATEMENT = 1_000;

/**
 * Begins the run of a job that is due, and records the slots it missed; undefined when nothing is due or somebody runs
 * it. The run of a process that died is ended here.
 */
export async function claimDue(state: State, job: Kept, claimant: Claimant): Promise<Claim | undefined> {
  const { at } = claimant;
  // A look that finds nothing to do, as most do, takes no lock.
  const known = await readMemory(state.db, job.id);
  if (known !== undefined && !isStrange(known, at)) {
    if (isHeld(known, at)) return undefined;
    if (known.run_id === null && planOf(known, job.schedule, at).run === undefined) return undefined;
  }
  return state.write(async (db) => {
    const memory = await settleDead(db, await remember(db, job, at), at);
    if (isHeld(memory, at)) return undefined;
    const { missed, run } = planOf(memory, job.schedule, at);
    if (run === undefined) return undefined;
    await recordMissed(db, job.id, missed, at);
    const scheduled_for = run.toISOString();
    const again = scheduled_for === memory.settled_to;
    const settled = { settled_to: scheduled_for, tries: again ? memory.tries : 0, retry_at: null };
    return begin(db, { job: job.id, scheduled_for, settled }, claimant);
  });
}

/** Begins a run that somebody asked for. Throws `busy` while the job runs. */
export async function claimNow(state: State, job: Kept, claimant: Claimant): Promise<Claim> {
  return state.write(async (db) => {
    const memory = await settleDead(db, await remember(db, job, claimant.at), claimant.at);
    if (isHeld(memory, claimant.at)) {
      throw new SentinelError("busy", `job ${job.id} runs already, held by ${memory.lease_by}`, {
        hint: "try again when it has ended; GET /api/jobs shows it",
      });
    }
    return begin(db, { job: job.id, scheduled_for: null, settled: {} }, claimant);
  });
}

const isHeld = (memory: JobStateRow, at: Date): boolean => memory.run_id !== null && !isOver(memory, at);

/** A clock that was wrong by days for a while must not stop a job until that day comes. */
const isStrange = ({ settled_to }: JobStateRow, at: Date): boolean =>
  Date.parse(settled_to) > at.getTime() + 86_400_000;

const readMemory = (db: StateDb, job: string): Promise<JobStateRow | undefined> =>
  db.selectFrom("job_states").selectAll().where("job", "=", job).executeTakeFirst();

async function remember(db: StateDb, { id: job, schedule, at_first = false }: Kept, at: Date) {
  const known = await readMemory(db, job);
  if (known !== undefined && !isStrange(known, at)) return known;
  const anew = firstMemory(schedule, at_first && known === undefined, at);
  const memory: JobStateRow = { job, ...anew, run_id: null, lease_by: null, lease_until: null };
  await db
    .insertInto("job_states")
    .values(memory)
    .onConflict((conflict) => conflict.column("job").doUpdateSet(anew))
    .execute();
  return known === undefined ? memory : { ...known, ...anew };
}

/** Ends the run that a process left behind when it died. */
async function settleDead(db: StateDb, memory: JobStateRow, at: Date): Promise<JobStateRow> {
  if (memory.run_id === null || isHeld(memory, at)) return memory;
  const dead = await db
    .updateTable("job_runs")
    .set({ outcome: "missed", ended_at: at.toISOString(), error: "its process ended before it did" })
    .where("id", "=", memory.run_id)
    .where("outcome", "is", null)
    .returning("scheduled_for")
    .executeTakeFirst();
  const tries = memory.tries + 1;
  const again = dead?.scheduled_for === memory.settled_to ? { tries, retry_at: retryAt(tries, at) } : {};
  const free = { run_id: null, lease_by: null, lease_until: null, ...again };
  await db.updateTable("job_states").set(free).where("job", "=", memory.job).execute();
  return { ...memory, ...free };
}

async function recordMissed(db: StateDb, job: string, missed: Date[], at: Date): Promise<void> {
  const recorded_at = at.toISOString();
  const rows = missed.map((slot) => ({
    job,
    scheduled_for: slot.toISOString(),
    outcome: "missed",
    error: "nobody was there to run it in time",
    recorded_at,
  }));
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT)
    await db
      .insertInto("job_runs")
      .values(rows.slice(start, start + ROWS_A_STATEMENT))
      .execute();
}

type Beginning = { job: string; scheduled_for: string | null; settled: Partial<JobStateRow> };

async function begin(
  db: StateDb,
  { job, scheduled_for, settled }: Beginning,
  { holder, at }: Claimant,
): Promise<Claim> {
  const now = at.toISOString();
  const { id: run_id } = await db
    .insertInto("job_runs")
    .values({ job, scheduled_for, started_at: now, recorded_at: now })
    .returning("id")
    .executeTakeFirstOrThrow();
  const lease = { run_id, lease_by: holder, lease_until: leaseUntil(at) };
  await db
    .updateTable("job_states")
    .set({ ...settled, ...lease })
    .where("job", "=", job)
    .execute();
  return { run_id, scheduled_for };
}

export const leaseUntil = (at: Date): string => new Date(at.getTime() + LEASE_MS).toISOString();
