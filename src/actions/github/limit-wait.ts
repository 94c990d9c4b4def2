export type Headers = Record<string, string | number | undefined>;

/** GitHub asks for at least a minute when a limit comes without a time. */
const UNTOLD_WAIT_S = 60;

/**
 * Seconds until GitHub takes the next call; undefined when the refusal is no limit. Primary limits have
 * `x-ratelimit-remaining: 0` and a reset, secondary ones `retry-after` or nothing but their message. Moments of
 * GitHub's are read against its own `date`, so that a skewed clock on either side changes nothing.
 */
export function limitWait(status: number, message: string, headers: Headers): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const there_s = Date.parse(String(headers["date"])) / 1000;
  const asked = String(headers["retry-after"] ?? "");
  if (asked !== "") {
    return wait(Number.isFinite(Number(asked)) ? Number(asked) : Date.parse(asked) / 1000 - there_s);
  }
  if (String(headers["x-ratelimit-remaining"]) === "0") {
    return wait(Number(headers["x-ratelimit-reset"]) - there_s);
  }
  return status === 429 || /secondary rate/i.test(message) ? UNTOLD_WAIT_S : undefined;
}

function wait(seconds: number): number {
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : UNTOLD_WAIT_S;
}
