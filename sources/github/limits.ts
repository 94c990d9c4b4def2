/**
 * GitHub's limits as its answers tell them. Primary: 403 or 429 with `x-ratelimit-remaining: 0` and the reset
 * as epoch seconds; secondary: 403 or 429 with `retry-after`, or with neither.
 */
export type Headers = Record<string, string | number | undefined>;

/** GitHub asks for at least a minute when a limit comes without a time. */
const UNTOLD_WAIT_S = 60;

/**
 * Seconds to wait before the next request; undefined when the answer is no limit. Times on GitHub's clock are
 * read against its own `date` header, so a skewed clock on either side changes nothing.
 */
export function limitWait(status: number, headers: Headers): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const asked = secondsUntil(headers["retry-after"], headers["date"]);
  if (asked !== undefined) return Math.max(1, asked);
  if (String(headers["x-ratelimit-remaining"]) === "0") {
    const reset = Number(headers["x-ratelimit-reset"]);
    const there = clockOf(headers);
    return Number.isFinite(reset) ? Math.max(1, Math.ceil(reset - there / 1000)) : UNTOLD_WAIT_S;
  }
  return status === 429 ? UNTOLD_WAIT_S : undefined;
}

function secondsUntil(
  value: string | number | undefined,
  date: string | number | undefined,
): number | undefined {
  if (value === undefined || value === "") return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.ceil(seconds);
  const at = Date.parse(String(value));
  return Number.isNaN(at) ? UNTOLD_WAIT_S : Math.ceil((at - clockOf({ date })) / 1000);
}

function clockOf(headers: Headers): number {
  const there = Date.parse(String(headers["date"]));
  return Number.isNaN(there) ? Date.now() : there;
}
