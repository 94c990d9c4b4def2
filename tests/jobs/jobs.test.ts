import pino from "pino";
import { expect, it, onTestFinished, vi } from "vitest";

import type { Job } from "../../src/jobs/job.ts";
import { Jobs } from "../../src/jobs/jobs.ts";
import { forgetRuns } from "../../src/jobs/read-runs.ts";
import { openState } from "../../src/state/open.ts";

const DAY = 86_400_000;

/** One job on a state of its own; `restart` is another process on the same state. */
function openJob(given: Partial<Job> & { work?: Job["work"] } = {}) {
  const state = openState(":memory:");
  onTestFinished(() => state.close());
  const world = {
    now: new Date("2026-03-02T12:07:00Z"),
    schedule: { cron: "*/15 * * * *", time_zone: "UTC" },
    began: [] as string[],
  };
  const job: Job = {
    id: "patrol",
    summary: "one",
    at_first: true,
    schedule: () => world.schedule,
    work: () => Promise.resolve(),
    ...given,
  };
  const start = () =>
    new Jobs(
      [
        {
          ...job,
          work(signal) {
            world.began.push(world.now.toISOString());
            return job.work(signal);
          },
        },
      ],
      { state: () => state, now: () => world.now, log: pino({ level: "silent" }) },
    );
  const look = async (jobs: Jobs, at: string) => {
    world.now = new Date(at);
    await jobs.look();
    await jobs.idle();
    return (await jobs.runs("patrol", 1_000)).map(({ scheduled_for, outcome }) => [scheduled_for, outcome]);
  };
  return { state, world, start, look };
}

it("begins with the slot that has just passed, waits for the next, and catches up once after an absence", async () => {
  const { world, start, look } = openJob();
  const jobs = start();
  await look(jobs, "2026-03-02T12:07:00Z");
  await look(jobs, "2026-03-02T12:14:59Z");
  expect(await look(jobs, "2026-03-02T12:15:01Z")).toEqual([
    ["2026-03-02T12:15:00.000Z", "done"],
    ["2026-03-02T12:00:00.000Z", "done"],
  ]);
  const runs = await look(start(), "2026-03-02T13:20:00Z");
  expect(world.began).toHaveLength(3);
  expect(runs.slice(0, -2)).toEqual([
    ["2026-03-02T13:15:00.000Z", "done"],
    ["2026-03-02T13:00:00.000Z", "missed"],
    ["2026-03-02T12:45:00.000Z", "missed"],
    ["2026-03-02T12:30:00.000Z", "missed"],
  ]);
});

it("does not send a digest of before its time, and sends one whose hour passed while it was away", async () => {
  const { world, start, look } = openJob({ at_first: false });
  world.schedule = { cron: "0 9 * * 1", time_zone: "Europe/Berlin" };
  await look(start(), "2026-03-28T12:00:00Z");
  expect(world.began).toEqual([]);
  // Monday 09:00 is an hour earlier in UTC than the week before.
  expect(await look(start(), "2026-03-30T06:59:59Z")).toEqual([]);
  expect(await look(start(), "2026-03-31T15:00:00Z")).toEqual([["2026-03-30T07:00:00.000Z", "done"]]);
});

it("tries what failed again with longer and longer pauses, until the next slot", async () => {
  const { world, start, look } = openJob({ work: () => Promise.reject(new Error("the lake is gone")) });
  const jobs = start();
  for (const minute of ["00", "01", "02", "03", "04", "05", "06", "07", "10", "14", "16"])
    await look(jobs, `2026-03-02T12:${minute}:00Z`);
  expect(world.began.map((at) => at.slice(14, 16))).toEqual(["00", "02", "06", "14", "16"]);
  const [job] = await jobs.list();
  expect(job).toMatchObject({ running: false, next_at: "2026-03-02T12:30:00.000Z" });
  expect(job?.last).toMatchObject({ outcome: "failed", error: "the lake is gone", findings: null });
});

it("follows a changed schedule, and a clock that was wrong by years", async () => {
  const { world, start, look } = openJob();
  const jobs = start();
  await look(jobs, "2031-01-01T00:00:30Z");
  await look(jobs, "2026-03-02T12:07:00Z");
  expect((await look(jobs, "2026-03-02T12:15:30Z"))[0]).toEqual(["2026-03-02T12:15:00.000Z", "done"]);
  world.schedule = { cron: "*/5 * * * *", time_zone: "UTC" };
  expect((await look(jobs, "2026-03-02T12:21:00Z"))[0]).toEqual(["2026-03-02T12:20:00.000Z", "done"]);
});

it("records what was broken off by a stop as missed, and runs it when it is back", async () => {
  const { world, start, look } = openJob({
    work: (signal) =>
      new Promise((done, broken) => {
        if (world.began.length > 1) return done();
        signal.addEventListener("abort", () => broken(signal.reason as Error));
      }),
  });
  const jobs = start();
  await jobs.look();
  await jobs.stop();
  await expect(jobs.run("patrol")).rejects.toThrow("stopping");
  expect(await look(start(), "2026-03-02T12:08:00Z")).toEqual([
    ["2026-03-02T12:00:00.000Z", "done"],
    ["2026-03-02T12:00:00.000Z", "missed"],
  ]);
});

it("runs at once when asked, but not beside itself, and knows what a mistyped name meant", async () => {
  let end: () => void = vi.fn<() => void>();
  const { start, world } = openJob({
    work: () =>
      new Promise<void>((done) => {
        end = done;
      }),
  });
  const [jobs, other] = [start(), start()];
  expect(await jobs.run("patrol")).toMatchObject({ running: true, last: null });
  await expect(other.run("patrol")).rejects.toMatchObject({ code: "busy" });
  await other.look();
  end();
  await jobs.idle();
  expect(world.began).toHaveLength(1);
  expect((await other.list())[0]?.last).toMatchObject({ scheduled_for: null, outcome: "done" });
  await expect(jobs.run("petrol")).rejects.toMatchObject({ code: "not_found", hint: "did you mean patrol?" });
});

it("keeps 60 days of runs, however long nobody was there", async () => {
  const { state, world, start, look } = openJob();
  await look(start(), "2026-01-01T00:00:00Z");
  const runs = await look(start(), "2026-12-31T00:00:00Z");
  expect(runs).toHaveLength(1_000);
  const kept = async () => (await state.db.selectFrom("job_runs").select("id").execute()).length;
  expect(await kept()).toBe(1 + 60 * 96);
  await forgetRuns(state, new Date(world.now.getTime() + 61 * DAY));
  expect(await kept()).toBe(0);
});
