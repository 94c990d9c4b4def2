/** ISO weeks of a time zone: from local Monday 00:00 to the next one, 167 to 169 hours where clocks change. */
import { SentinelError } from "../../errors.ts";
import { addDays, localTime, momentAt, weekdayOf, type LocalDate } from "../../local-time.ts";

export type Week = {
  /** `2026-W47` */
  id: string;
  zone: string;
  from: Date;
  /** The next week's first moment. */
  to: Date;
  monday: LocalDate;
};

export type Day = { date: LocalDate; from: Date; to: Date };

/** When the digest of a week is made: the first such hour at or after the week's end. */
export type Due = { weekday: number; hour: number };

export function weekOf(at: Date, zone: string): Week {
  const today = localTime(at, zone);
  return weekFrom(addDays(today, 1 - today.weekday), zone);
}

/** `2026-W47` or `2026W47`. Throws `usage` for a week that does not exist. */
export function weekNamed(text: string, zone: string): Week {
  const [, year = "", number = ""] = /^(\d{4})-?W(\d{1,2})$/i.exec(text.trim()) ?? [];
  // The 4th of January is always in week 1.
  const first = { year: Number(year), month: 1, day: 4 };
  const week = weekFrom(addDays(first, 1 - weekdayOf(first) + (Number(number) - 1) * 7), zone);
  if (week.id === `${year}-W${number.padStart(2, "0")}`) return week;
  throw new SentinelError("usage", `${text} is not a week`, { hint: "weeks are written like 2026-W47" });
}

export const weekBefore = ({ monday, zone }: Week): Week => weekFrom(addDays(monday, -7), zone);

/** The seven local days. */
export function daysOf({ monday, zone }: Week): Day[] {
  return Array.from({ length: 7 }, (_, index) => {
    const date = addDays(monday, index);
    return { date, from: momentAt(date, zone), to: momentAt(addDays(date, 1), zone) };
  });
}

export const dueAt = ({ monday, zone }: Week, { weekday, hour }: Due): Date =>
  momentAt(addDays(monday, 6 + weekday), zone, hour);

/** The newest week whose digest is due at the moment. */
export function lastDueWeek(at: Date, zone: string, due: Due): Week {
  const ended = weekBefore(weekOf(at, zone));
  return dueAt(ended, due) <= at ? ended : weekBefore(ended);
}

/** The next digest after the moment: its week, and when it is made. */
export function nextDue(at: Date, zone: string, due: Due): { week: Week; at: Date } {
  const last = lastDueWeek(at, zone, due);
  const week = weekFrom(addDays(last.monday, 7), zone);
  return { week, at: dueAt(week, due) };
}

function weekFrom(monday: LocalDate, zone: string): Week {
  return {
    id: weekId(monday),
    zone,
    monday,
    from: momentAt(monday, zone),
    to: momentAt(addDays(monday, 7), zone),
  };
}

/** A week belongs to the year that has its Thursday. */
function weekId(monday: LocalDate): string {
  const { year, month, day } = addDays(monday, 3);
  const dayOfYear = (Date.UTC(year, month - 1, day) - Date.UTC(year, 0, 1)) / 86_400_000;
  return `${year}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, "0")}`;
}
