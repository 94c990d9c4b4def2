/** Jobs under a clock that is turned, in processes that are ended and started again at random moments. */
import pino from "pino";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformInt } from "pure-rand/distribution/uniformInt";

import { JobSettings } from "../../src/jobs/job-settings.ts";
import type { Job } from "../../src/jobs/job.ts";
import { Jobs } from "../../src/jobs/jobs.ts";
import { openState, type State } from "../../src/state/open.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const QUARTER = 15 * MINUTE;
/** While something runs its lease must be renewed before two minutes are over. */
const LOOKS_MS = 110_000;

type Sleeper = { at: number; life: number; wake: () => void };
type Life = { number: number; jobs: Jobs; ends: number; kill: boolean };
export type Simulated = { state: State; digests: string[]; twice: string[]; lives: number; ended: number };

type Options = {
  from: Date;
  days: number;
  seed: number;
  restarts: number;
  processes: number;
  time_zone: string;
};

export async function simulate({
  from,
  days,
  seed,
  restarts,
  processes,
  time_zone,
}: Options): Promise<Simulated> {
  const random = xoroshiro128plus(seed);
  const upTo = (most: number) => uniformInt(random, 0, Math.round(most));
  const state = openState(":memory:");
  const end = from.getTime() + days * 24 * HOUR;
  const clock = { now: from.getTime() };
  let sleepers: Sleeper[] = [];
  const active = new Map<string, number>();
  const seen: Simulated = { state, digests: [], twice: [], lives: 0, ended: end };

  const sleep = (life: number, ms: number, signal: AbortSignal) =>
    new Promise<void>((wake, broken) => {
      const stopped = () => broken(signal.reason as Error);
      signal.addEventListener("abort", stopped, { once: true });
      const awake = () => {
        signal.removeEventListener("abort", stopped);
        wake();
      };
      sleepers.push({ at: clock.now + ms, life, wake: awake });
    });
  const jobsOf = (life: number): Job[] => {
    const settings = JobSettings.parse({ time_zone });
    const job = (id: string, cron: string, most_minutes: number, done?: () => void): Job => ({
      id,
      summary: id,
      schedule: () => ({ cron, time_zone }),
      at_first: id !== "digest",
      async work(signal) {
        if (active.has(id)) seen.twice.push(`${id} at ${new Date(clock.now).toISOString()}`);
        active.set(id, life);
        try {
          // Mostly soon over, at times longer than a slot is.
          await sleep(life, upTo(upTo(9) === 0 ? most_minutes * MINUTE : LOOKS_MS), signal);
          // Now and then the lake or the mail is down.
          if (id === "digest" && upTo(2) === 0) throw new Error("down");
          done?.();
        } finally {
          active.delete(id);
        }
        return { findings: 1 };
      },
    });
    return [
      job("patrol", settings.patrol, 18),
      job("drift", settings.drift, 30),
      job("digest", "0 9 * * 1", 10, () => seen.digests.push(new Date(clock.now).toISOString())),
    ];
  };

  const deaths = Array.from({ length: processes }, (_, process) =>
    Array.from({ length: Math.floor((restarts + process) / processes) }, () =>
      Math.round(clock.now + ((end - clock.now) * upTo(1e6)) / 1e6),
    ).toSorted((one, other) => one - other),
  );
  const begin = (process: number): Life => {
    const number = (seen.lives += 1);
    const options = { state: () => state, now: () => new Date(clock.now), log: pino({ level: "silent" }) };
    const jobs = new Jobs(jobsOf(number), { ...options, holder: `simulated/${number}/life` });
    const ends = deaths[process]?.shift() ?? Number.POSITIVE_INFINITY;
    return { number, jobs, ends, kill: upTo(1) === 0 };
  };
  /** What a process that is killed was doing never ends; one that is stopped records that it was broken off. */
  const endLife = async ({ number, jobs, kill }: Life) => {
    if (!kill) await jobs.stop();
    sleepers = sleepers.filter(({ life }) => life !== number);
    for (const [id, life] of active) if (life === number) active.delete(id);
  };

  const lives: (Life | undefined)[] = deaths.map((_, process) => begin(process));
  const starts = lives.map(() => Number.POSITIVE_INFINITY);
  const look = async () => {
    await Promise.all(lives.map(async (life) => life?.jobs.look()));
    await settled();
  };
  await look();
  while (clock.now < end) {
    const quarter = Math.floor(clock.now / QUARTER + 1) * QUARTER + upTo(20_000);
    const busy = sleepers.length > 0 ? clock.now + LOOKS_MS : quarter;
    const ends = lives.flatMap((life) => life?.ends ?? []);
    clock.now = Math.min(quarter, busy, end, ...ends, ...starts, ...sleepers.map(({ at }) => at));
    const awake = sleepers.filter(({ at }) => at <= clock.now);
    sleepers = sleepers.filter(({ at }) => at > clock.now);
    for (const { wake } of awake) wake();
    await settled();
    for (const [index, life] of lives.entries()) {
      if (life !== undefined && clock.now >= life.ends) {
        await endLife(life);
        lives[index] = undefined;
        // Mostly minutes, at times a weekend.
        const away = upTo(4) === 0 ? upTo(60 * HOUR) : upTo(40 * MINUTE);
        starts[index] = Math.min(clock.now + away, deaths[index]?.[0] ?? end);
      }
      if (clock.now >= (starts[index] ?? 0)) {
        starts[index] = Number.POSITIVE_INFINITY;
        lives[index] = begin(index);
      }
    }
    await look();
  }
  for (const life of lives) await life?.jobs.stop();
  return seen;
}

/** Everything that was woken has come as far as it can: the state's work is done in microtasks. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
