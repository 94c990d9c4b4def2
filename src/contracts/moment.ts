/** Arithmetic on moments as ISO 8601 text, for code that must not have a clock. */

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** The moment so many milliseconds later; earlier when negative. Below a millisecond it is cut. */
export function shift(moment: string, ms: number): string {
  return new Date(Date.parse(moment) + ms).toISOString();
}

/** Milliseconds from one moment to another; negative when the other is earlier. */
export function elapsed(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}

/** The first moment of a half-open window that must still hold this moment, to the minute. */
export function endAfter(moment: string): string {
  return new Date((Math.floor(Date.parse(moment) / MINUTE_MS) + 1) * MINUTE_MS).toISOString();
}

/** The minute in which a moment lies. */
export function minuteOf(moment: string): string {
  return new Date(Math.floor(Date.parse(moment) / MINUTE_MS) * MINUTE_MS).toISOString();
}
