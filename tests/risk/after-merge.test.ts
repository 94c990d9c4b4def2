import pino from "pino";
import { expect, it, onTestFinished } from "vitest";

import { Jobs } from "../../src/jobs/jobs.ts";
import { takeEvent } from "../../src/receive/github/take-event.ts";
import { settleMerges } from "../../src/risk/merges-to-measure.ts";
import { openState } from "../../src/state/open.ts";

const MINUTE_MS = 60_000;
const START = new Date("2026-03-02T03:00:00Z");
const MERGED = new Date("2026-03-02T12:00:00Z");

it("updates the history when a merge can have been fetched and when its day is over, between the job's own hours", async () => {
  const state = openState(":memory:");
  onTestFinished(() => state.close());
  const clock = { now: START };
  const runs: string[] = [];
  const told = (number: number) =>
    takeEvent(
      state,
      {
        id: `d${number}`,
        signature: `s${number}`,
        repo: "acme/shop",
        number,
        merged_at: clock.now.toISOString().replace(".000Z", "+00:00"),
      },
      clock.now,
    );
  const measure = (number: number, hours: number) =>
    state.db
      .replaceInto("risk_merges")
      .values({
        connection: "default",
        repo: "acme/shop",
        sha: String(number),
        number,
        title: null,
        committed_at: MERGED.toISOString(),
        live_at: MERGED.toISOString(),
        files: 1,
        hours,
        cost_usd: hours,
        errors: 0,
        measured_at: clock.now.toISOString(),
      })
      .execute();
  const risk = {
    id: "risk",
    summary: "",
    schedule: () => ({ cron: "0 3 * * *", time_zone: "UTC" }),
    at_first: true,
    async work() {
      runs.push(clock.now.toISOString().slice(5, 16));
      const age = clock.now.getTime() - MERGED.getTime();
      if (age > 0) await measure(7, age > 25 * 60 * MINUTE_MS ? 24 : 0);
      // Told of while the history is updated: this update may have missed it.
      if (runs.length === 2) await told(8);
      const again_at = await settleMerges(state, clock.now);
      return again_at === undefined ? {} : { again_at };
    },
  };
  const jobs = new Jobs([risk], {
    state: () => state,
    now: () => clock.now,
    log: pino({ enabled: false }),
  });
  for (let minute = 0; minute < 5 * 24 * 60; minute += 4) {
    clock.now = new Date(START.getTime() + minute * MINUTE_MS);
    if (clock.now.getTime() === MERGED.getTime()) await told(7);
    await jobs.look();
    await jobs.idle();
  }
  expect(runs.slice(0, 5)).toEqual([
    "03-02T03:00",
    // The first patrol after the merge is over.
    "03-02T12:16",
    // The same for the second, which is never fetched: looked for every hour.
    "03-02T12:32",
    "03-02T13:32",
    "03-02T14:32",
  ]);
  // Its day is over, its last hour fetched.
  expect(runs).toContain("03-03T13:16");
  expect(await state.db.selectFrom("merges_to_measure").selectAll().execute()).toEqual([]);
  // What never came is given up, and the job is back to its own hours.
  expect(runs.slice(-2)).toEqual(["03-05T12:32", "03-06T03:00"]);
});
