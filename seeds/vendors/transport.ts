/**
 * Writes an answer to the wire, or what a fault makes of it. Everything here is the same for every vendor:
 * statuses, broken bodies, slow and cut connections, clocks.
 */
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import type { FaultPlan } from "./faults.ts";

export type WireAnswer = { status: number; headers: Record<string, string>; body: string };

/** How a vendor words its refusals; `Retry-After` and `Date` are added here. */
export type Refusals = {
  /** `retry_s`: seconds until the vendor answers again; `at`: that moment by the vendor's own clock. */
  limited: (retry_s: number, at: Date) => WireAnswer;
  /** 403 of an abuse or secondary limit. */
  secondary: (retry_s: number, at: Date) => WireAnswer;
  /** 500, and 503 of a flapping vendor. */
  failed: (status: number) => WireAnswer;
};

const HTML_502: WireAnswer = {
  status: 502,
  headers: { "content-type": "text/html" },
  body: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n",
};

/**
 * The answer that a fault puts in place of the right one; undefined when the fault lets the right one pass
 * (it then breaks it on the wire, or in the page). `now` is the vendor's clock.
 */
export function faultAnswer(fault: FaultPlan, refusals: Refusals, now: Date): WireAnswer | undefined {
  const retry_s = fault.retry_after_s ?? 1;
  // HTTP dates have whole seconds: one more, so that the moment is never in the past when it is read.
  const at = new Date(Math.ceil(now.getTime() / 1000 + retry_s) * 1000);
  const seconds = { "retry-after": String(retry_s) };
  const date = { "retry-after": at.toUTCString() };
  switch (fault.kind) {
    case "limit-seconds":
      return withHeaders(refusals.limited(retry_s, at), seconds);
    case "limit-date":
    case "clock-skew":
      return withHeaders(refusals.limited(retry_s, at), date);
    case "secondary-limit":
      return withHeaders(refusals.secondary(retry_s, at), seconds);
    case "error-500":
      return refusals.failed(500);
    case "flapping":
      return refusals.failed(503);
    case "html-502":
      return HTML_502;
    default:
      return undefined;
  }
}

/** Headers win over those the answer has. */
export function withHeaders(answer: WireAnswer, headers: Record<string, string>): WireAnswer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/**
 * Sends the answer, broken as the fault says (`slow-bytes`, `reset-mid-body`, `truncated-json`, `refused`).
 * `now` is the vendor's clock; it becomes the `Date` header.
 */
export async function sendAnswer(
  response: ServerResponse,
  answer: WireAnswer,
  fault: FaultPlan | undefined,
  now: Date,
): Promise<void> {
  if (fault?.kind === "refused") {
    response.socket?.destroy();
    return;
  }
  const body = Buffer.from(answer.body, "utf8");
  const sent = fault?.kind === "truncated-json" ? body.subarray(0, Math.floor(body.length / 2)) : body;
  // A half that is announced as the whole: only the parser can notice it.
  const headers = { ...answer.headers, date: now.toUTCString(), "content-length": String(sent.length) };
  response.writeHead(answer.status, headers);
  if (fault?.kind === "slow-bytes") return sendSlowly(response, sent, fault.byte_ms ?? 1000);
  if (fault?.kind === "reset-mid-body") {
    response.write(sent.subarray(0, Math.floor(sent.length / 2)), () => response.socket?.resetAndDestroy());
    return;
  }
  response.end(sent);
}

async function sendSlowly(response: ServerResponse, body: Buffer, byte_ms: number): Promise<void> {
  response.flushHeaders();
  for (let index = 0; index < body.length; index += 1) {
    if (response.destroyed || response.socket?.destroyed === true) return;
    response.write(body.subarray(index, index + 1));
    await sleep(byte_ms, undefined, { ref: false });
  }
  response.end();
}
