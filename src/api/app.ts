/** The HTTP face of the verbs. Read-only so far; every error is `{error: {code, message, hint}}`. */
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

import { SentinelError, type ErrorCode } from "../errors.ts";
import type { Sentinel } from "../main.ts";
import { coverageRoutes } from "./routes/coverage.ts";
import { incidentRoutes } from "./routes/incidents.ts";

const STATUS = {
  usage: 400,
  invalid: 422,
  not_found: 404,
  conflict: 409,
  unauthorized: 401,
  upstream: 502,
  incomplete: 409,
  busy: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>;

/** Host names a browser may have used to get here: any other one is a name rebound to this machine. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

export function createApp(sentinel: Sentinel) {
  return new Hono()
    .use(async (c, next) => {
      if (!LOOPBACK.test(c.req.header("host") ?? "")) {
        throw new SentinelError("unauthorized", "this address answers on loopback only");
      }
      await next();
      c.header("x-content-type-options", "nosniff");
      c.header("content-security-policy", "default-src 'none'");
    })
    .get("/healthz", (c) => c.json({ ok: true }))
    .route("/api/incidents", incidentRoutes(sentinel))
    .route("/api/coverage", coverageRoutes(sentinel))
    .notFound((c) =>
      c.json({ error: { code: "not_found", message: `nothing at ${c.req.path}`, hint: null } }, 404),
    )
    .onError((error, c) => {
      const known = error instanceof SentinelError;
      if (!known) sentinel.log.error({ err: error }, "request failed");
      const code = known ? error.code : "internal";
      const hint = known ? (error.hint ?? null) : null;
      return c.json(
        { error: { code, message: known ? error.message : "internal error", hint } },
        STATUS[code],
      );
    });
}
