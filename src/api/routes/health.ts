import { z } from "@hono/zod-openapi";
import { sql } from "kysely";

import { SentinelError } from "../../errors.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const tags = ["server"];
type Ok = { ok: boolean };

const alive = defineRoute("public", {
  method: "get",
  path: "/healthz",
  tags,
  summary: "The process answers",
  responses: answers<Ok>("alive"),
});

const ready = defineRoute("public", {
  method: "get",
  path: "/readyz",
  tags,
  summary: "Lake and state are open; 503 while they are not, or while the server stops",
  responses: answers<Ok>("ready"),
});

const metrics = defineRoute("viewer", {
  method: "get",
  path: "/metrics",
  tags,
  summary: "Metrics in Prometheus' text format",
  responses: { 200: { description: "metrics", content: { "text/plain": { schema: z.string() } } } },
});

/** For those who look after the process. */
export function healthRoutes({ sentinel, stopping, metrics: { registry } }: ApiContext) {
  return newRoutes()
    .openapi(alive, (c) => c.json({ ok: true }, 200))
    .openapi(ready, async (c) => {
      if (stopping.aborted) throw new SentinelError("busy", "the server is stopping");
      try {
        await (await sentinel.lake()).ask("select 1 as one");
        await sql`select 1`.execute(sentinel.state().db);
      } catch (error) {
        throw new SentinelError("busy", "lake or state is not open", { cause: error });
      }
      return c.json({ ok: true }, 200);
    })
    .openapi(metrics, async (c) =>
      c.text(await registry.metrics(), 200, { "content-type": registry.contentType }),
    );
}
