/**
 * Wall clocks of time zones through Intl, whose zone rules come with Node and with browsers: the page reads its times by it
 * too, so it imports nothing.
 */
export type LocalDate = { year: number; month: number; day: number };
export type LocalTime = LocalDate & {
  hour: number;
  minute: number;
  second: number;
  /** 1 is Monday, 7 is Sunday. */
  weekday: number;
};

const DAY_MS = 86_400_000;
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Whether Intl knows the zone: `Europe/Berlin`, `UTC`. */
export function isTimeZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What a clock on the wall shows. Throws RangeError for an unknown zone. */
export function localTime(at: Date, zone: string): LocalTime {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const date = { year: read("year"), month: read("month"), day: read("day") };
  return {
    ...date,
    hour: read("hour"),
    minute: read("minute"),
    second: read("second"),
    weekday: weekdayOf(date),
  };
}

/**
 * The first moment at which the clock shows the time. One that it skips when it goes forward is as much later as the
 * gap is long, so a day that has no 00:00 starts at 01:00.
 */
export function momentAt({ year, month, day }: LocalDate, zone: string, hour = 0, minute = 0): Date {
  const shown = Date.UTC(year, month - 1, day, hour, minute);
  const before = shown - offsetMs(new Date(shown - DAY_MS), zone);
  const after = shown - offsetMs(new Date(shown + DAY_MS), zone);
  const fits = [before, after].filter((ms) => ms + offsetMs(new Date(ms), zone) === shown);
  return new Date(fits.length > 0 ? Math.min(...fits) : before);
}

/** The date so many days later, on the calendar. */
export function addDays({ year, month, day }: LocalDate, days: number): LocalDate {
  const moved = new Date(Date.UTC(year, month - 1, day + days));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = ({ year, month, day }: LocalDate): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;

/** How far the zone's clock is ahead of UTC at that moment, in milliseconds. Throws RangeError for an unknown zone. */
export function offsetMs(at: Date, zone: string): number {
  if (zone === "UTC") return 0;
  const { year, month, day, hour, minute, second } = localTime(at, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at.getTime() / 1000) * 1000;
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "iso8601",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(zone, clock);
  return clock;
}
