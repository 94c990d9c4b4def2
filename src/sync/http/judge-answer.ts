import type { HttpAnswer } from "../../contracts/source.ts";
import { UpstreamError, type UpstreamKind } from "../../contracts/upstream-error.ts";
import type { RawAnswer } from "./attempt.ts";
import { askedWait, retryAfter } from "./rate-limits.ts";
import { looksLikeHtml, vendorWords } from "./vendor-words.ts";

/** What an answer means for the request: it is the answer, or it failed and `again` says what to do next. */
export type Verdict =
  | { ok: true; answer: HttpAnswer }
  | { ok: false; error: UpstreamError; again: "never" | "backoff" }
  /** A rate limit; `wait_ms` is undefined when the vendor does not say how long. */
  | { ok: false; error: UpstreamError; again: "limit"; wait_ms: number | undefined };

const SECONDARY_LIMIT = /rate limit|abuse detection|too many requests/i;
const TIMED_OUT = /tim(?:ed|e)[ -]?out|too (?:large|long|many)/i;
/** GitHub asks for at least a minute when a secondary limit comes without headers. */
const SECONDARY_WAIT_MS = 60_000;

/** Judges one whole answer. `accept` statuses are answers; `now` is our clock, for limits given as moments. */
export function judgeAnswer(raw: RawAnswer, accept: number[], now: Date): Verdict {
  if (accept.includes(raw.status)) return answered(raw, parsed(raw.text) ?? raw.text);
  if (raw.status >= 200 && raw.status < 300) return judgeBody(raw);
  return limitOf(raw, now) ?? failure(raw);
}

function judgeBody(raw: RawAnswer): Verdict {
  if (raw.text === "" && raw.status !== 200) return answered(raw, null);
  const body = parsed(raw.text);
  if (body !== undefined) return answered(raw, body);
  const html = looksLikeHtml(raw.text);
  const what = html
    ? `answered ${vendorWords(raw.text)} instead of JSON`
    : "answered JSON that is cut short or broken";
  const hint = html ? { hint: "check that the base URL is the API and not the web page" } : {};
  const error = new UpstreamError("unavailable", what, { status: raw.status, ...hint });
  return { ok: false, error, again: "backoff" };
}

function limitOf(raw: RawAnswer, now: Date): Verdict | undefined {
  const words = vendorWords(raw.text);
  const asked = askedWait(raw.headers, now);
  const secondary = raw.status === 403 && asked === undefined && SECONDARY_LIMIT.test(words);
  const limited =
    raw.status === 429 ||
    (raw.status === 403 && asked !== undefined) ||
    (raw.status === 503 && retryAfter(raw.headers, now) !== undefined) ||
    secondary;
  if (!limited) return undefined;
  return {
    ok: false,
    error: failed("limited", raw, words),
    again: "limit",
    wait_ms: secondary ? SECONDARY_WAIT_MS : asked,
  };
}

function failure(raw: RawAnswer): Verdict {
  const words = vendorWords(raw.text);
  const { status } = raw;
  if (status === 401 || status === 403)
    return { ok: false, error: failed("denied", raw, words), again: "never" };
  // A gateway may just be restarting, so these two are tried again before the window is blamed.
  if (status === 408 || status === 504)
    return { ok: false, error: failed("too_large", raw, words), again: "backoff" };
  if (status === 413 || (status === 422 && TIMED_OUT.test(words))) {
    return { ok: false, error: failed("too_large", raw, words), again: "never" };
  }
  if (status >= 500) return { ok: false, error: failed("unavailable", raw, words), again: "backoff" };
  return { ok: false, error: failed("unexpected", raw, words), again: "never" };
}

function failed(kind: UpstreamKind, raw: RawAnswer, words: string): UpstreamError {
  const said = words === "" ? "" : `: ${words}`;
  return new UpstreamError(kind, `answered ${raw.status}${said}`, { status: raw.status });
}

function answered(raw: RawAnswer, body: unknown): Verdict {
  return { ok: true, answer: { status: raw.status, headers: raw.headers, body } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
