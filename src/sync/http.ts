import { setMaxListeners } from "node:events";

import PQueue from "p-queue";
import pRetry from "p-retry";

import type { Http, HttpRequest, SourcePorts } from "../contracts/source.ts";
import { UpstreamError } from "../contracts/upstream-error.ts";
import { redact } from "../secrets/redact.ts";
import { attempt } from "./http/attempt.ts";
import type { Gate } from "./gate.ts";
import { judgeAnswer, type Verdict } from "./http/judge-answer.ts";
import type { SyncLimits } from "./limits.ts";
import { exhausted, untilReset } from "./http/rate-limits.ts";
import { requestMeter } from "./request-meter.ts";

export type HttpOptions = {
  gate: Gate;
  limits: SyncLimits;
  concurrency: number;
  now: () => Date;
  log: SourcePorts["log"];
  signal: AbortSignal;
};

type Failed = Extract<Verdict, { again: "never" | "backoff" }>;

/** Carries a verdict through the retry loop. */
class FailedAttempt extends Error {
  readonly verdict: Failed;

  constructor(verdict: Failed) {
    super(verdict.error.message);
    this.verdict = verdict;
  }
}

/** The `Http` port of one connection; see `Http` in src/contracts/source.ts for its manners and errors. */
export function createHttp(options: HttpOptions): Http {
  // Every request under way listens for the end of the run.
  setMaxListeners(0, options.signal);
  const places = new PQueue({ concurrency: options.concurrency });
  return async (request, signal = options.signal) => {
    // The queue runs a task in the context of whoever frees the place, so the table is looked up here.
    const meter = requestMeter.getStore();
    const state = { waited_ms: 0, busy_ms: 0, limits_hit: 0 };

    const once = async () => {
      for (;;) {
        state.waited_ms = await options.gate.admit(state.waited_ms, meter);
        const began = performance.now();
        const verdict = await send(request, options, signal).finally(
          () => (state.busy_ms += performance.now() - began),
        );
        if (verdict.ok) return verdict.answer;
        if (verdict.again !== "limit") throw new FailedAttempt(verdict);
        const why = named(request, verdict.error.message);
        options.log("debug", why);
        // A vendor that says "now" over and over is still given longer and longer pauses; the gate ends it.
        const least = options.limits.retry_base_ms * 2 ** state.limits_hit;
        state.limits_hit += 1;
        options.gate.pause(Math.max(verdict.wait_ms ?? 0, least), why);
      }
    };

    try {
      return await pRetry(() => places.add(once, { signal }), {
        retries: options.limits.retries,
        minTimeout: options.limits.retry_base_ms,
        maxTimeout: Math.max(options.limits.retry_base_ms, 30_000),
        factor: 2,
        randomize: true,
        signal,
        shouldRetry: ({ error }) =>
          mayRetry(error) && state.busy_ms < options.limits.request_ms && !signal.aborted,
        onFailedAttempt: ({ error, attemptNumber }) => {
          if (error instanceof FailedAttempt) {
            options.log("debug", named(request, error.message), { attempt: attemptNumber });
          }
        },
      });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof FailedAttempt)) throw error;
      throw told(error.verdict.error, request);
    }
  };
}

async function send(request: HttpRequest, options: HttpOptions, signal: AbortSignal): Promise<Verdict> {
  try {
    const raw = await attempt(request, options.limits, signal);
    pauseWhenSpent(raw.headers, options);
    return judgeAnswer(raw, request.accept ?? [], options.now());
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { ok: false, error, again: error.kind === "unavailable" ? "backoff" : "never" };
  }
}

/** The last request of a limit's share: the next one would only be refused, so it waits unless the wait is too long. */
function pauseWhenSpent(headers: Headers, { gate, limits, now }: HttpOptions): void {
  const wait = exhausted(headers) ? untilReset(headers, now()) : undefined;
  if (wait !== undefined && wait <= limits.longest_wait_ms)
    gate.pause(wait, "the headers of the last answer say that the limit is spent");
}

function mayRetry(error: Error): boolean {
  return error instanceof FailedAttempt && error.verdict.again === "backoff";
}

/** The same error with the request named and the secrets cut out; the query is left out, it may carry data. */
function told(error: UpstreamError, request: HttpRequest): UpstreamError {
  return new UpstreamError(error.kind, named(request, error.message), {
    cause: error.cause,
    ...(error.hint !== undefined && { hint: error.hint }),
    ...(error.status !== undefined && { status: error.status }),
    ...(error.retry_at !== undefined && { retry_at: error.retry_at }),
  });
}

function named(request: HttpRequest, message: string): string {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  const address = url === undefined ? "a broken address" : `${url.origin}${url.pathname}`;
  // A vendor may echo the header itself, whose encoded form no list of secrets holds.
  const headers = Object.entries(request.headers ?? {}).filter(([name]) =>
    /auth|key|token|cookie/i.test(name),
  );
  const echoes = headers.flatMap(([, value]) => value.split(" ")).filter((value) => value.length >= 8);
  const words = echoes.reduce((left, value) => left.replaceAll(value, "[redacted]"), message);
  return redact(`${request.method ?? "GET"} ${address}: ${words}`);
}
