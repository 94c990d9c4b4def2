import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { z } from "zod";

import { maybeInt, maybeText } from "../../src/contracts/lenient.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { messageOf } from "../../src/errors.ts";

/** A channel that the bot may not read or that is not there, while the others can still be read. */
export class ChannelRefused extends UpstreamError {}

/** The message that began a thread was deleted, and its replies with it. */
export class ThreadGone extends UpstreamError {}

/** The token is good, and was not given the scope that a method needs. */
export class MissingScope extends UpstreamError {
  readonly needed: string;

  constructor(said: string, needed: string, provided: string) {
    super("denied", `${said}: it needs ${needed}, the token has ${provided}`, {
      hint: `add the scope ${needed} to the app, install it again, and set its new SLACK_BOT_TOKEN`,
    });
    this.needed = needed;
  }
}

/** Waited when Slack limits us without saying for how long. */
export const UNSAID_WAIT_S = 30;

const UpstreamFailure = z.object({
  error: maybeText,
  needed: maybeText,
  provided: maybeText,
  response_metadata: z.object({ retryAfter: maybeInt }).nullable().catch(null),
});

const NO_TOKEN = new Set([
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "not_allowed_token_type",
  "no_permission",
  "org_login_required",
  "ekm_access_denied",
  "access_denied",
  "team_access_not_granted",
]);
const NO_CHANNEL = new Set(["channel_not_found", "not_in_channel", "is_archived"]);
const PASSING = new Set([
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
  "team_added_to_org",
]);

/** What `@slack/web-api` throws, as an UpstreamError. `subject` is the channel asked for, if any. */
export function failureOf(
  method: string,
  subject: string | undefined,
  error: unknown,
  now: Date,
): UpstreamError {
  if (error instanceof UpstreamError) return error;
  if (error instanceof WebAPIRequestError && error.original instanceof UpstreamError) return error.original;
  if (error instanceof WebAPIRateLimitedError) return limited(method, error.retryAfter, now);
  if (error instanceof WebAPIPlatformError) return refused(method, subject, error, now);
  const said = `Slack ${method}: ${messageOf(error)}`;
  if (!(error instanceof WebAPIHTTPError)) return new UpstreamError("unavailable", said, { cause: error });
  const status = error.statusCode;
  const wait = Number(error.headers["retry-after"]);
  if (wait > 0) return limited(method, wait, now);
  const kind =
    status === 401 || status === 403
      ? "denied"
      : status >= 500 || status === 408
        ? "unavailable"
        : "unexpected";
  return new UpstreamError(kind, said, { cause: error, status });
}

function refused(
  method: string,
  subject: string | undefined,
  { data }: WebAPIPlatformError,
  now: Date,
): UpstreamError {
  const { error, needed, provided, response_metadata } = UpstreamFailure.parse(data);
  const code = error ?? "no error code";
  const said = `Slack ${method} answered ${code}${subject === undefined ? "" : ` for ${subject}`}`;
  if (code === "ratelimited" || code === "rate_limited")
    return limited(method, response_metadata?.retryAfter ?? UNSAID_WAIT_S, now);
  if (code === "invalid_cursor") return new UpstreamError("cursor_expired", said);
  if (code === "missing_scope") return new MissingScope(said, needed ?? "another scope", provided ?? "none");
  if (code === "thread_not_found") return new ThreadGone("unexpected", said);
  if (NO_TOKEN.has(code)) {
    return new UpstreamError("denied", said, {
      hint: "SLACK_BOT_TOKEN must be the bot token (xoxb-…) of an installed app",
    });
  }
  if (NO_CHANNEL.has(code)) {
    return new ChannelRefused("denied", said, {
      hint: "invite the bot to the channel, or take it out of SLACK_CHANNELS",
    });
  }
  return new UpstreamError(PASSING.has(code) ? "unavailable" : "unexpected", said);
}

function limited(method: string, wait_s: number, now: Date): UpstreamError {
  const retry_at = new Date(now.getTime() + wait_s * 1000);
  return new UpstreamError("limited", `Slack limits ${method} until ${retry_at.toISOString()}`, {
    status: 429,
    retry_at,
  });
}
