import { z } from "@hono/zod-openapi";

import type { Check } from "../../doctor/check.ts";
import { examineServing } from "../../doctor/examine.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute, jsonBody } from "../route.ts";

const run = defineRoute("operator", {
  method: "post",
  path: "/api/doctor",
  tags: ["server"],
  summary: "Check every credential, scope, the clock, the model and the disk now: it asks the vendors",
  request: { body: jsonBody(z.strictObject({})) },
  responses: answers<{ checks: Check[]; at: string }>("each check, with cause and fix where it is not well"),
});

export function doctorRoutes({ sentinel }: ApiContext) {
  return newRoutes().openapi(run, async (c) => {
    const checks = await examineServing(sentinel);
    return c.json({ checks, at: sentinel.now().toISOString() }, 200);
  });
}
