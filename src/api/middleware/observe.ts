import { randomUUID } from "node:crypto";

import type { MiddlewareHandler } from "hono";

import { withScope } from "../../request-scope.ts";
import type { ApiContext, ApiEnv } from "../context.ts";
import type { matchRoute } from "./require-role.ts";

const ID = /^[\w.:-]{1,64}$/;

/**
 * Gives each request an id, the caller's own when it is a plain one: it is in the answer and in every log line that is
 * written on the way. Counts and times the request under its defined path.
 */
export const observe =
  (
    { sentinel, metrics }: ApiContext,
    match: () => ReturnType<typeof matchRoute>,
  ): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const given = c.req.header("x-request-id") ?? "";
    const request = ID.test(given) ? given : randomUUID();
    c.set("request_id", request);
    c.set("route", match()(c.req.method, c.req.path)[0]?.path ?? "unmatched");
    const began = performance.now();
    await withScope({ request }, next);
    c.header("x-request-id", request);
    const took_ms = Math.round(performance.now() - began);
    const { status } = c.res;
    const route = c.get("route");
    metrics.requests.observe({ method: c.req.method, route, status: String(status) }, took_ms / 1000);
    withScope({ request }, () =>
      sentinel.log.info(
        { method: c.req.method, route, status, took_ms },
        `${c.req.method} ${route} ${status}`,
      ),
    );
  };
