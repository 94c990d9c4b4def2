/** When a letter that did not get through is tried again. */

const FIRST_PAUSE_MS = 2_000;
/** Often enough that a vendor who is back hears from us soon, seldom enough not to hold it down. */
const LONGEST_PAUSE_MS = 600_000;

/**
 * About three days of trying: pauses average 7.5 minutes once they are longest. That outlasts a weekend with nobody
 * there to renew a token; later the news is history, and a person decides whether it still has to leave. Tries are
 * counted, not days, so a Sentinel that was off for a week does not give up what it never tried. A replayed letter gets as many again.
 */
export const MOST_ATTEMPTS = 576;

/**
 * Milliseconds until the next try after `attempts` of them: doubling, the upper half of it left to chance so that
 * letters that failed together do not return together. Never earlier than the other side asked for.
 */
export function pauseAfter(attempts: number, random: number, retry_after_ms = 0): number {
  const ceiling = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
  return Math.max(Math.round((ceiling * (1 + random)) / 2), retry_after_ms);
}
