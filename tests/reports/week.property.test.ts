import fc from "fast-check";
import { expect, it } from "vitest";

import { localTime } from "../../src/local-time.ts";
import { daysOf, dueAt, lastDueWeek, weekBefore, weekNamed, weekOf } from "../../src/reports/digest/week.ts";

const HOUR = 3_600_000;
const zones = fc.constantFrom(
  "Europe/Berlin",
  "UTC",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Auckland",
  // Its clocks used to go forward at midnight: some days have no 00:00.
  "America/Sao_Paulo",
);
const moments = fc
  .date({ min: new Date("2015-01-01T00:00:00Z"), max: new Date("2032-12-31T00:00:00Z"), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 60_000) * 60_000));

it("weeks tile the time line: every moment is in exactly one, and its days tile it", () => {
  fc.assert(
    fc.property(moments, zones, (at, zone) => {
      const week = weekOf(at, zone);
      expect(week.from.getTime()).toBeLessThanOrEqual(at.getTime());
      expect(week.to.getTime()).toBeGreaterThan(at.getTime());
      expect(weekBefore(week).to).toEqual(week.from);
      expect(weekOf(week.to, zone).from).toEqual(week.to);
      expect(weekOf(new Date(week.to.getTime() - 1), zone).id).toBe(week.id);
      expect(weekNamed(week.id, zone)).toEqual(week);
      const start = localTime(week.from, zone);
      expect([start.weekday, start.minute]).toEqual([1, 0]);
      expect(start.hour).toBeLessThanOrEqual(1);
      const days = daysOf(week);
      expect(days.map(({ from }) => from)).toEqual([week.from, ...days.slice(0, 6).map(({ to }) => to)]);
      expect(days.at(-1)?.to).toEqual(week.to);
    }),
    { numRuns: Number(process.env["WEEK_RUNS"] ?? 200) },
  );
});

it.each([
  ["2026-W13", 167, "2026-03-22T23:00:00.000Z"],
  ["2026-W14", 168, "2026-03-29T22:00:00.000Z"],
  ["2026-W43", 169, "2026-10-18T22:00:00.000Z"],
  ["2026-W44", 168, "2026-10-25T23:00:00.000Z"],
  ["2026-W01", 168, "2025-12-28T23:00:00.000Z"],
  ["2020-W53", 168, "2020-12-27T23:00:00.000Z"],
])("%s in Berlin has %i hours and begins at %s", (id, hours, from) => {
  const week = weekNamed(id, "Europe/Berlin");
  expect(week.from.toISOString()).toBe(from);
  expect((week.to.getTime() - week.from.getTime()) / HOUR).toBe(hours);
});

it("refuses weeks that do not exist", () => {
  for (const text of ["2026-W00", "2026-W54", "2025-W53", "2026-47", "last"])
    expect(() => weekNamed(text, "UTC")).toThrow(/is not a week/);
});

it("a digest is due at the same hour of the wall clock all year", () => {
  const monday9 = { weekday: 1, hour: 9 };
  for (
    let at = Date.parse("2026-01-05T12:00:00Z");
    at < Date.parse("2027-01-05T00:00:00Z");
    at += 168 * HOUR
  ) {
    const week = lastDueWeek(new Date(at), "Europe/Berlin", monday9);
    const due = dueAt(week, monday9);
    expect(localTime(due, "Europe/Berlin")).toMatchObject({ weekday: 1, hour: 9, minute: 0 });
    expect(lastDueWeek(due, "Europe/Berlin", monday9).id).toBe(week.id);
    expect(lastDueWeek(new Date(due.getTime() - 1), "Europe/Berlin", monday9).id).toBe(weekBefore(week).id);
  }
});
