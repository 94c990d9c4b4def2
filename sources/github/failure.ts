/**
 * What GitHub's refusals mean. Reads octokit's RequestError (status, headers, GitHub's own message) and
 * answers the UpstreamError that says what to do; anything else (an abort, a spent budget) passes unchanged.
 */
import { UpstreamError, type UpstreamKind } from "../../src/contracts/upstream-error.ts";
import { limitWait, type Headers } from "./limits.ts";

/** Octokit's error by its shape: two versions of its package in one tree would defeat `instanceof`. */
export type HttpError = Error & {
  status: number;
  request: unknown;
  response?: { headers: Headers } | undefined;
};

export function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && error.name === "HttpError" && "status" in error && "request" in error;
}

/** `url` and `now` go into the message and `retry_at`; `followed`: the URL came from a `Link` header. */
export function failureOf(error: unknown, request: { url: string; followed: boolean; now: Date }): unknown {
  if (!isHttpError(error)) return error;
  const where = `GitHub ${pathOf(request.url)}`;
  const said = sentence(error.message);
  if (error.response === undefined) {
    return new UpstreamError("unavailable", `${where} gave no answer: ${said}`, {
      cause: error,
      hint: "check GITHUB_API_URL and the network",
    });
  }
  const wait_s = limitWait(error.status, error.response.headers);
  const kind = kindOf(error.status, wait_s, request.followed);
  const hint = hintOf(kind, error.status, error.response.headers);
  return new UpstreamError(kind, `${where} answered ${error.status}: ${said}`, {
    cause: error,
    status: error.status,
    ...(hint !== undefined && { hint }),
    ...(wait_s !== undefined && { retry_at: new Date(request.now.getTime() + wait_s * 1000) }),
  });
}

function kindOf(status: number, wait_s: number | undefined, followed: boolean): UpstreamKind {
  if (wait_s !== undefined) return "limited";
  // GitHub has no word for a stale page link: it is some 4xx to a URL that GitHub itself gave.
  if (followed && [400, 404, 410, 422].includes(status)) return "cursor_expired";
  // Several things GitHub does not let this token see are 404 by design.
  if ([401, 403, 404, 451].includes(status)) return "denied";
  return status >= 500 || status === 200 ? "unavailable" : "unexpected";
}

function hintOf(kind: UpstreamKind, status: number, headers: Headers): string | undefined {
  if (kind !== "denied") return undefined;
  if (status === 401) return "GITHUB_TOKEN is wrong, expired or revoked";
  const needed = headers["x-accepted-github-permissions"] ?? headers["x-accepted-oauth-scopes"];
  const scope = needed === undefined || needed === "" ? "read access to the repository" : String(needed);
  return status === 404
    ? "check the name in GITHUB_REPOS, and that GITHUB_TOKEN may see the repository"
    : `GITHUB_TOKEN needs ${scope}`;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function sentence(message: string): string {
  const words = message.replace(/ - https:\/\/docs\.github\.com\S*$/, "");
  const line = words
    .replaceAll(/<[^>]*>|\s+/g, " ")
    .replaceAll(/ +/g, " ")
    .trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
