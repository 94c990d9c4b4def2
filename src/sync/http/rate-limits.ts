/** How long a vendor's headers ask to wait. Durations are milliseconds. */

const RESET = ["x-ratelimit-reset", "x-sentry-rate-limit-reset", "ratelimit-reset"];
const REMAINING = ["x-ratelimit-remaining", "x-sentry-rate-limit-remaining", "ratelimit-remaining"];
/** No vendor means more; a larger figure is a broken header and would overflow a timer or a date. */
const LONGEST_MS = 7 * 24 * 3_600_000;

/** `Retry-After`, else the reset moment of a spent limit; undefined when the headers ask for nothing. */
export function askedWait(headers: Headers, now: Date): number | undefined {
  return retryAfter(headers, now) ?? (exhausted(headers) ? untilReset(headers, now) : undefined);
}

/** `Retry-After` in its two forms. A date is read against the vendor's own clock, whose skew then cancels out. */
export function retryAfter(headers: Headers, now: Date): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined || value === "") return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return clamp(Number(value) * 1_000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : clamp(date - vendorClock(headers, now));
}

/** True when the vendor says that nothing is left of the present limit. */
export function exhausted(headers: Headers): boolean {
  return REMAINING.some((name) => headers.get(name)?.trim() === "0");
}

/**
 * Time until the limit is filled again: epoch seconds (GitHub, Sentry), epoch milliseconds (Linear), seconds that
 * remain (Datadog) or a JavaScript date text (Langfuse).
 */
export function untilReset(headers: Headers, now: Date): number | undefined {
  const value = RESET.map((name) => headers.get(name)?.trim()).find(
    (found) => found !== undefined && found !== "",
  );
  if (value === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(value)) {
    const date = Date.parse(value);
    return Number.isNaN(date) ? undefined : clamp(date - vendorClock(headers, now));
  }
  const figure = Number(value);
  if (figure < 1e9) return clamp(figure * 1_000);
  return clamp((figure < 1e11 ? figure * 1_000 : figure) - vendorClock(headers, now));
}

function vendorClock(headers: Headers, now: Date): number {
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date) ? now.getTime() : date;
}

function clamp(duration: number): number {
  return Math.min(Math.max(duration, 0), LONGEST_MS);
}
