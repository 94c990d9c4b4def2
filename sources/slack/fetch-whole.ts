import type { WebClientOptions } from "@slack/web-api";

import { timeoutSignal } from "../../src/contracts/timeout-signal.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { UNSAID_WAIT_S } from "./failure.ts";

type SlackFetch = NonNullable<WebClientOptions["fetch"]>;

/**
 * The fetch that Slack's client uses. It reads the whole body under one deadline, since the client reads it outside
 * of its own error handling and takes broken JSON for a refusal; and it turns `Retry-After` into plain seconds,
 * since the client gives up on a date. `seen` gets the vendor's clock.
 */
export function fetchWhole(options: {
  attempt_ms: number;
  signal: AbortSignal;
  seen: (time: Date) => void;
}): SlackFetch {
  return async (url, init) => {
    const signal = AbortSignal.any([options.signal, timeoutSignal(options.attempt_ms)]);
    // Not `error`, as the client asks: Node 20 then loses the signal with the next collection of garbage.
    const response = await fetch(url, { ...init, signal, redirect: "manual" });
    if (response.status >= 300 && response.status < 400) throw redirected(response);
    const body = await response.text();
    if (response.status === 200 && !isJson(body)) {
      throw new UpstreamError(
        "unavailable",
        `Slack answered ${new URL(url).pathname} with something that is no JSON`,
      );
    }
    const headers = new Headers(response.headers);
    const clock = new Date(headers.get("date") ?? Number.NaN);
    if (!Number.isNaN(clock.getTime())) options.seen(clock);
    const wait = headers.get("retry-after");
    if (wait !== null || response.status === 429)
      headers.set("retry-after", String(waitSeconds(wait, clock)));
    return new Response(body === "" ? null : body, {
      status: response.status,
      statusText: response.statusText,
      headers,
    });
  };
}

/** The token goes with every request: an answer must not be able to send it elsewhere. */
function redirected(response: Response): UpstreamError {
  const said = `Slack redirects to ${response.headers.get("location") ?? "nowhere"}, which is not followed`;
  return new UpstreamError("unexpected", said, { hint: "set SLACK_API_URL to the address that answers" });
}

/** Whole seconds. A date is read against the vendor's own clock, so that a skew of ours does not matter. */
function waitSeconds(retry_after: string | null, clock: Date): number {
  if (retry_after === null) return UNSAID_WAIT_S;
  const wait = /^\d+$/.test(retry_after)
    ? Number(retry_after)
    : (Date.parse(retry_after) - clock.getTime()) / 1000;
  return Number.isNaN(wait) ? UNSAID_WAIT_S : Math.max(Math.ceil(wait), 1);
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
