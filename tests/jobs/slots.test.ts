import { createTask } from "node-cron";
import { describe, expect, it } from "vitest";

import { JobSettings } from "../../src/jobs/job-settings.ts";
import { nextSlot, slotsBetween } from "../../src/jobs/slots.ts";

const BERLIN = "Europe/Berlin";
const MINUTE = 60_000;
const minutes = (from: number, until: number) =>
  Array.from({ length: (until - from) / MINUTE }, (_, index) => new Date(from + (index + 1) * MINUTE));

/** Hours of UTC that Berlin skips or shows twice. */
const CHANGES = [
  ["2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z"],
  ["2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"],
].map((span) => span.map((text) => Date.parse(text)));
const isOdd = (moment: Date) =>
  CHANGES.some(([from = 0, until = 0]) => moment.getTime() >= from && moment.getTime() < until);

const SCHEDULES = [
  "*/15 * * * *",
  "0 9 * * mon",
  "30 3 * * *",
  "0,40 1-4 * * *",
  "5 */4 1,29 * *",
  "0 8 L * *",
];

describe.each(SCHEDULES)("%s in Berlin", (cron) => {
  it("has the minutes that node-cron's own matching has, but for the hours of the clock changes", () => {
    const task = createTask(cron, () => undefined, { timezone: BERLIN });
    for (const day of ["2026-03-28T12:00:00Z", "2026-10-24T12:00:00Z"]) {
      const from = Date.parse(day);
      const until = from + 3 * 86_400_000;
      const matched = minutes(from, until).filter((moment) => task.match(moment) && !isOdd(moment));
      const slots = slotsBetween({ cron, time_zone: BERLIN }, new Date(from), new Date(until));
      expect(slots.filter((slot) => !isOdd(slot))).toEqual(matched);
    }
  });
});

it.each([
  ["every quarter of an hour goes on through the skipped hour", "*/15 * * * *", "2026-03-29T00:00:00Z", 12],
  ["and through the repeated one", "*/15 * * * *", "2026-10-25T00:00:00Z", 12],
  ["a time that is skipped is due once", "30 2 * * *", "2026-03-29T00:00:00Z", 1],
  ["a time that is shown twice is due once", "30 2 * * *", "2026-10-25T00:00:00Z", 1],
])("%s", (_what, cron, after, count) => {
  const until = new Date(Date.parse(after) + 180 * MINUTE);
  const slots = slotsBetween({ cron, time_zone: BERLIN }, new Date(Date.parse(after) - 1), until);
  expect(slots.filter((slot) => slot < until)).toHaveLength(count);
});

it("finds a slot that is years away", () => {
  const after = new Date("2026-01-01T00:00:00Z");
  expect(nextSlot({ cron: "0 0 29 2 *", time_zone: "UTC" }, after)).toEqual(new Date("2028-02-29T00:00:00Z"));
});

it.each(["* * * *", "*/5 * * * * *", "61 * * * *", "hourly", "0 0 30 2 *", ""])(
  "settings refuse %j as a schedule",
  (patrol) => {
    expect(JobSettings.safeParse({ patrol }).success).toBe(false);
  },
);
