import type { HttpRequest } from "../../contracts/source.ts";
import { UpstreamError } from "../../contracts/upstream-error.ts";
import { deadline } from "../deadline.ts";
import type { SyncLimits } from "../limits.ts";
import { networkFailure } from "./network-failure.ts";

/** What came back, whatever the status: the body is whole and decoded, not yet parsed. */
export type RawAnswer = { status: number; headers: Headers; text: string };

type Limits = Pick<SyncLimits, "attempt_ms" | "idle_ms" | "body_bytes">;

const REDIRECTS = 5;

/**
 * One attempt at a request, under one deadline from connecting to the last byte. Throws UpstreamError `unavailable`
 * when the network or the time fails, `too_large` past the body cap, `unexpected` for an address that no retry
 * mends; the signal's reason when aborted.
 */
export async function attempt(request: HttpRequest, limits: Limits, signal: AbortSignal): Promise<RawAnswer> {
  const timer = deadline(limits.attempt_ms, signal, () =>
    slow(`no whole answer within ${limits.attempt_ms} ms`),
  );
  try {
    return await follow(request, limits, timer.signal);
  } catch (error) {
    if (timer.signal.aborted) throw timer.signal.reason;
    throw error instanceof UpstreamError ? error : networkFailure(error);
  } finally {
    timer.clear();
  }
}

async function follow(request: HttpRequest, limits: Limits, signal: AbortSignal): Promise<RawAnswer> {
  let url = addressOf(request);
  for (let hops = 0; ; hops += 1) {
    const response = await fetch(url, { ...initOf(request), redirect: "manual", signal });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) {
      const text = await readBody(response, limits, signal);
      return { status: response.status, headers: response.headers, text };
    }
    await response.body?.cancel();
    url = redirected(url, location, hops);
  }
}

/** Follows within one origin only: credentials in custom headers would travel to wherever a redirect points. */
function redirected(from: URL, location: string, hops: number): URL {
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (to?.origin === from.origin && hops < REDIRECTS) return to;
  throw new UpstreamError(
    "unexpected",
    `redirects to ${to?.origin ?? "an unreadable address"}, which is not followed`,
    {
      hint: "set the base URL of this connection to the address that answers",
    },
  );
}

function addressOf(request: HttpRequest): URL {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw new UpstreamError("unexpected", "the address is not plain http or https", {
      hint: "check the base URL of this connection; credentials do not belong in it",
    });
  }
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) url.searchParams.append(name, String(one));
    }
  }
  return url;
}

function initOf(request: HttpRequest): RequestInit {
  const headers = new Headers({ accept: "application/json", "user-agent": "sentinel", ...request.headers });
  if (request.body === undefined) return { method: request.method ?? "GET", headers };
  const raw = typeof request.body === "string" || request.body instanceof URLSearchParams;
  if (!raw && !headers.has("content-type")) headers.set("content-type", "application/json");
  const body = raw ? (request.body as string | URLSearchParams) : JSON.stringify(request.body);
  return { method: request.method ?? "POST", headers, body };
}

async function readBody(response: Response, limits: Limits, signal: AbortSignal): Promise<string> {
  if (response.body === null) return "";
  const idle = deadline(limits.idle_ms, signal, () => slow(`the body stood still for ${limits.idle_ms} ms`));
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  const reader = response.body.getReader();
  try {
    for (;;) {
      const chunk = await Promise.race([reader.read(), idle.passed]);
      if (chunk.done) return text + decoder.decode();
      bytes += chunk.value.byteLength;
      if (bytes > limits.body_bytes) throw oversized(limits.body_bytes);
      text += decoder.decode(chunk.value, { stream: true });
      idle.restart();
    }
  } catch (error) {
    // Closes the socket; what is left of the body is of no use.
    await reader.cancel().catch(() => undefined);
    throw error;
  } finally {
    idle.clear();
  }
}

const slow = (what: string) => new UpstreamError("unavailable", what);

const oversized = (limit: number) =>
  new UpstreamError("too_large", `the body is larger than ${Math.floor(limit / 1024)} KiB`);
