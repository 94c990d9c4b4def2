/**
 * One attempt at a GitHub request, under octokit's retry and throttling plugins: asks for a place, keeps the
 * pause that GitHub asked of anyone, and turns what those plugins would misread into what they understand.
 */
import type { Octokit } from "@octokit/rest";
import { setTimeout as sleep } from "node:timers/promises";

import { timeoutSignal } from "../../src/contracts/timeout-signal.ts";
import { isHttpError, type HttpError } from "./failure.ts";
import { limitWait } from "./limits.ts";

export type AttemptRules = {
  signal: AbortSignal;
  /** For one attempt, headers and body together: a body that drips a byte a second ends too. */
  attempt_ms: number;
  /** A limit that asks for longer ends the request as `limited`; the engine knows when to come back. */
  longest_wait_ms: number;
};

/**
 * An octokit plugin; it must come before retry and throttling, which then see each attempt through it. A request
 * brings its `admit` along: the plugins' queues would run it in another caller's async context.
 */
export function attempts(rules: AttemptRules) {
  let paused: { until: number; refusal: HttpError } | undefined;

  async function pause(signal: AbortSignal): Promise<void> {
    // A limit is the token's: asking on while it lasts is what GitHub bans for.
    for (;;) {
      const left_ms = paused === undefined ? 0 : paused.until - performance.now();
      if (paused === undefined || left_ms <= 0) return;
      if (left_ms > rules.longest_wait_ms) throw paused.refusal;
      await sleep(left_ms, undefined, { signal });
    }
  }

  function heedLimit(error: HttpError): void {
    const headers = error.response?.headers;
    const wait_s = headers === undefined ? undefined : limitWait(error.status, headers);
    if (headers === undefined || wait_s === undefined) return;
    paused = { until: performance.now() + wait_s * 1000, refusal: error };
    // The throttling plugin reads no date in `retry-after`, takes 0 for a minute, and overlooks a 429 that
    // says nothing but `retry-after`. It adds a second to a reset by the local clock.
    headers["retry-after"] = String(wait_s);
    headers["x-ratelimit-remaining"] = "0";
    headers["x-ratelimit-reset"] = String(Math.floor(Date.now() / 1000) + wait_s - 1);
  }

  return (octokit: Pick<Octokit, "hook">) => {
    octokit.hook.wrap("request", async (request, options) => {
      await pause(AbortSignal.any([rules.signal, options.request.signal ?? rules.signal]));
      await options.request["admit"]?.();
      try {
        const response = await request(options);
        // Octokit answers a body that is cut or no JSON as text, with the status 200 that came before it.
        if (typeof response.data === "string") throw brokenBody(options);
        return response;
      } catch (error) {
        if (isHttpError(error)) heedLimit(error);
        throw error;
      }
    });
    return {};
  };
}

/** `fetch` that gives an attempt its deadline. */
export function fetchWithin(rules: AttemptRules): typeof fetch {
  return (input, init) => {
    const signals = [rules.signal, timeoutSignal(rules.attempt_ms)];
    if (init?.signal) signals.push(init.signal);
    return fetch(input, { ...init, signal: AbortSignal.any(signals) });
  };
}

function brokenBody(request: unknown): HttpError {
  const error = new Error("the body was cut off or is no JSON");
  return Object.assign(error, { name: "HttpError", status: 502, request });
}
