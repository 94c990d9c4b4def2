import { localTime } from "../local-time.ts";
import type { NotifySettings } from "./settings.ts";

/** Whether the wall clock is between `from` (inclusive) and `to`; over midnight where `to` is the earlier. */
export function isQuiet(quiet: NotifySettings["quiet_hours"], at: Date): boolean {
  if (quiet === undefined) return false;
  const { hour, minute } = localTime(at, quiet.time_zone);
  const now = hour * 60 + minute;
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  return from <= to ? now >= from && now < to : now >= from || now < to;
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}
