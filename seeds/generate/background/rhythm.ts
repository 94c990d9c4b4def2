/** How busy a product is at a moment, as a factor: about 1 on average over a week. */
import { isWeekend, weekday } from "../times.ts";

export type Rhythm = (at: number) => number;

// One factor per hour of the day, UTC.
const OFFICE_HOURS = [
  0.2, 0.2, 0.2, 0.2, 0.3, 0.4, 0.7, 1.2, 1.8, 2.0, 2.1, 2.0, 1.7, 1.9, 2.1, 2.0, 1.8, 1.4, 1.0, 0.8, 0.6,
  0.5, 0.4, 0.3,
];
const SHOP_HOURS = [
  0.5, 0.4, 0.3, 0.3, 0.3, 0.4, 0.6, 0.8, 0.9, 1.0, 1.1, 1.3, 1.4, 1.2, 1.1, 1.1, 1.2, 1.5, 1.8, 2.0, 1.9,
  1.6, 1.2, 0.8,
];

const byHour = (hours: number[], at: number) => hours[new Date(at).getUTCHours()] ?? 1;

/** Busy in working hours, quiet at night, a third at weekends. */
export const office: Rhythm = (at) => byHour(OFFICE_HOURS, at) * (isWeekend(at) ? 0.35 : 1.15);

/** Evenings and weekends are the busy times. */
export const shop: Rhythm = (at) => byHour(SHOP_HOURS, at) * (isWeekend(at) ? 1.2 : 0.95);

/** An automatic caller: nearly the same at every hour. */
export const steady: Rhythm = () => 1;

/** The same rhythm with every Monday `factor` times as busy. */
export const busyMondays =
  (rhythm: Rhythm, factor: number): Rhythm =>
  (at) =>
    rhythm(at) * (weekday(at) === 1 ? factor : 1);
