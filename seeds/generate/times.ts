/** Moments are milliseconds since the epoch; these are the ways in which vendors write them. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `2026-08-20T14:30:00.000Z` */
export const iso = (at: number) => new Date(at).toISOString();

/** `2026-08-20T14:30:00Z`: GitHub's and Sentry's precision. */
export const isoSeconds = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** Slack's message id: seconds and a counter that makes it unique in its channel. */
export const slackTs = (at: number, counter: number) =>
  `${Math.floor(at / 1000)}.${String(counter % 1_000_000).padStart(6, "0")}`;

/** 0 is Sunday. */
export const weekday = (at: number) => new Date(at).getUTCDay();
export const isWeekend = (at: number) => weekday(at) === 0 || weekday(at) === 6;
export const startOfDay = (at: number) => at - (at % DAY);
