import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";

import { timeoutSignal } from "../../contracts/timeout-signal.ts";

/** The version that the reading client is pinned to as well. */
const API_VERSION = "2022-11-28";

export type WritingClient = {
  /** `https://api.github.com`, or the server's own `/api/v3`. */
  api_url: string;
  token: string;
  /** For one call, headers and body together. */
  call_ms?: number;
};

/**
 * GitHub for actions. Reads are tried again; a call that changes something is sent once and never again from here,
 * whatever comes back: the gate looks first. One changing call per second, as GitHub asks.
 */
export function writingClient({ api_url, token, call_ms = 30_000 }: WritingClient): Octokit {
  const octokit = new (Octokit.plugin(retry, throttling))({
    auth: token,
    baseUrl: api_url.replace(/\/+$/, ""),
    userAgent: "sentinel",
    request: {
      fetch: (input: string | URL, init?: RequestInit) =>
        fetch(input, { ...init, signal: timeoutSignal(call_ms) }),
    },
    retry: {
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
      retries: 2,
      retryAfterBaseValue: 300,
    },
    // The gate knows when to come back; waiting here would hold its lease. The id keeps clients of other tokens apart.
    throttle: { id: crypto.randomUUID(), onRateLimit: () => false, onSecondaryRateLimit: () => false },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  octokit.hook.before("request", (options) => {
    options.headers["x-github-api-version"] = API_VERSION;
    if (options.method !== "GET") options.request["retries"] = 0;
  });
  return octokit;
}

/** Octokit calls each failed attempt an error; the caller judges them. */
function ignore(): void {}
