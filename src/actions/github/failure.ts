/**
 * What a failed call says about the world. Reads octokit's RequestError: status, headers, GitHub's own message, and
 * beneath it the network's error code.
 */
import { ActionFailure, type FailureKind } from "../../contracts/action.ts";
import { messageOf, SentinelError } from "../../errors.ts";
import { type Headers, limitWait } from "./limit-wait.ts";

type HttpError = Error & { status: number; response?: { headers: Headers } | undefined };

/** The connection was never made, or not trusted: no byte of the request left. */
const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|(ERR_TLS|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)\w*)$/;

/** `phase`: a failed read sent nothing, whatever else it means. `what`: `open an issue in acme/shop`. */
export function failureOf(error: unknown, what: string, phase: "read" | "write"): unknown {
  if (error instanceof SentinelError) return error;
  const said = `GitHub, asked to ${what},`;
  if (!isHttpError(error) || error.response === undefined) {
    const code = codeOf(error);
    const kind = phase === "read" || NEVER_CONNECTED.test(code ?? "") ? "not_sent" : "unclear";
    return new ActionFailure(kind, `${said} gave no answer: ${code ?? plain(messageOf(error))}`, {
      cause: error,
      hint: "check GITHUB_API_URL and the network",
    });
  }
  const { headers } = error.response;
  const wait_s = limitWait(error.status, error.message, headers);
  const hint = wait_s === undefined ? hintOf(error.status, headers) : undefined;
  return new ActionFailure(
    kindOf(error.status, wait_s, phase),
    `${said} answered ${error.status}: ${plain(error.message)}`,
    {
      cause: error,
      ...(hint !== undefined && { hint }),
      ...(wait_s !== undefined && { retry_after_ms: wait_s * 1000 }),
    },
  );
}

function kindOf(status: number, wait_s: number | undefined, phase: "read" | "write"): FailureKind {
  if (wait_s !== undefined || status === 503) return "not_sent";
  if (status >= 400 && status < 500) return "refused";
  return phase === "read" ? "not_sent" : "unclear";
}

function hintOf(status: number, headers: Headers): string | undefined {
  if (status === 401) return "GITHUB_TOKEN is wrong, expired or revoked";
  const needed = headers["x-accepted-github-permissions"] ?? headers["x-accepted-oauth-scopes"];
  const scope = needed === undefined || needed === "" ? "write access to the repository" : String(needed);
  if (status === 403) return `GITHUB_TOKEN needs ${scope}`;
  if (status === 404) return `check the name; GITHUB_TOKEN must see it and needs ${scope}`;
  return status === 410 ? "the repository has this feature switched off" : undefined;
}

function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && error.name === "HttpError" && "status" in error;
}

/** fetch wraps the network's error, octokit wraps fetch's. */
function codeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return undefined;
}

/** One line without markup; GitHub's messages repeat what was sent to it. */
function plain(message: string): string {
  const line = message
    .replace(/ - https:\/\/docs\.github\.com\S*$/, "")
    .replaceAll(/<[^>]*>|\s+/g, " ")
    .trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
