import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";

import { isDiskFull } from "../disk-full.ts";
import { SentinelError, type ErrorCode } from "../errors.ts";
import type { ApiContext, ApiEnv } from "./context.ts";

const STATUS = {
  usage: 400,
  invalid: 422,
  not_found: 404,
  conflict: 409,
  unauthorized: 401,
  forbidden: 403,
  too_large: 413,
  too_many: 429,
  upstream: 502,
  incomplete: 409,
  busy: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>;

/** Every failure as `{error: {code, message, hint}}`; one that nobody foresaw says nothing of itself but to the log. */
export function answerError({ sentinel }: ApiContext, thrown: Error, c: Context<ApiEnv>): Response {
  const error = told(thrown, c.get("identity") !== undefined);
  if (error.code === "internal") {
    sentinel.log.error({ err: thrown }, `${c.get("route")} failed`);
  }
  const { code, message, hint = null } = error;
  return c.json({ error: { code, message, hint } }, STATUS[code]);
}

function told(thrown: Error, known: boolean): SentinelError {
  if (isDiskFull(thrown)) {
    return new SentinelError("busy", "the disk is full: nothing was written", {
      cause: thrown,
      hint: "make room and send it again; reads go on meanwhile",
    });
  }
  if (thrown instanceof HTTPException && thrown.status < 500) {
    return new SentinelError("usage", thrown.message === "" ? "malformed request" : thrown.message);
  }
  if (!(thrown instanceof SentinelError)) return new SentinelError("internal", "internal error");
  // Verbs say `unauthorized` of who may not decide; over HTTP 401 would ask for another key.
  if (thrown.code !== "unauthorized" || !known) return thrown;
  return new SentinelError(
    "forbidden",
    thrown.message,
    thrown.hint === undefined ? {} : { hint: thrown.hint },
  );
}
