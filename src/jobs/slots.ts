/**
 * The moments at which a schedule is due. Where clocks change:
 * - a schedule of all hours goes on through both changes, so that every quarter of an hour has its slot;
 * - a time that the clock skips is due as much later as the gap is long, one that it shows twice only the first time.
 */
import { createTask, parse } from "node-cron";

import { addDays, localTime, momentAt, type LocalDate } from "../local-time.ts";
import type { Schedule } from "./job.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A schedule without a slot within this span, as for 30 February, has none. */
const HORIZON_DAYS = 5 * 366;

/** `isDay` is undefined when every day is one. */
type Cron = { minutes: number[]; hours: number[]; isDay?: (date: LocalDate) => boolean };

/** After `after`, in order; endless but for what the calendar does not have. */
function* slotsAfter({ cron, time_zone }: Schedule, after: Date): Generator<Date> {
  const read = readCron(cron);
  const slots =
    read.hours.length === 24 ? everyHour(read, time_zone, after) : atHours(read, time_zone, after);
  for (const slot of slots) if (slot > after) yield slot;
}

/** After `after`, up to and with `until`. */
export function slotsBetween(schedule: Schedule, after: Date, until: Date): Date[] {
  const first = nextSlot(schedule, after);
  if (first === undefined || first > until) return [];
  const slots: Date[] = [];
  for (const slot of slotsAfter(schedule, after)) {
    if (slot > until) break;
    slots.push(slot);
  }
  return slots;
}

const upcoming = new Map<string, { after: number; slot: Date | undefined }>();

/** Asked every two seconds about the same moment, so the last answer for each schedule is kept. */
export function nextSlot(schedule: Schedule, after: Date): Date | undefined {
  const key = `${schedule.cron} ${schedule.time_zone}`;
  const known = upcoming.get(key);
  if (known?.after === after.getTime()) return known.slot;
  const [slot] = slotsAfter(schedule, after);
  upcoming.set(key, { after: after.getTime(), slot });
  return slot;
}

function* everyHour({ minutes, isDay }: Cron, zone: string, after: Date): Generator<Date> {
  const first = Math.floor(after.getTime() / HOUR_MS) * HOUR_MS;
  for (let hour = 0; hour < HORIZON_DAYS * 24; hour += 1) {
    const start = first + hour * HOUR_MS;
    // Zones may lie half an hour off: then the hour on the wall begins within this one.
    const shown = localTime(new Date(start), zone).minute;
    const moments = minutes.map((minute) => start + ((minute - shown + 60) % 60) * MINUTE_MS);
    for (const moment of moments.toSorted((one, other) => one - other)) {
      const slot = new Date(moment);
      if (isDay === undefined || isDay(localTime(slot, zone))) yield slot;
    }
  }
}

function* atHours({ minutes, hours, isDay }: Cron, zone: string, after: Date): Generator<Date> {
  const first = localTime(after, zone);
  for (let day = 0; day < HORIZON_DAYS; day += 1) {
    const date = addDays(first, day);
    if (isDay?.(date) === false) continue;
    const moments = hours.flatMap((hour) =>
      minutes.map((minute) => momentAt(date, zone, hour, minute).getTime()),
    );
    for (const moment of [...new Set(moments)].toSorted((one, other) => one - other)) yield new Date(moment);
  }
}

const crons = new Map<string, Cron>();

/** node-cron reads the expression. It keeps its tasks, so there is one of each. */
function readCron(cron: string): Cron {
  const known = crons.get(cron);
  if (known !== undefined) return known;
  const { minute, hour } = parse(cron);
  const [, , ...days] = cron.split(" ");
  const read: Cron = { minutes: minute, hours: hour };
  if (days.some((field) => field !== "*")) {
    const task = createTask(`0 0 ${days.join(" ")}`, () => undefined, { timezone: "UTC" });
    read.isDay = ({ year, month, day }) => task.match(new Date(Date.UTC(year, month - 1, day)));
  }
  crons.set(cron, read);
  return read;
}
