import { z } from "@hono/zod-openapi";

import { isStopped, resumeAutomatic, stopAutomatic } from "../../gate/kill-switch.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, callerOf, defineRoute, jsonBody } from "../route.ts";

const tags = ["approvals"];
const Nothing = z.strictObject({});
const state = answers<{ stopped: boolean }>("whether everything automatic is stopped");

const read = defineRoute("viewer", {
  method: "get",
  path: "/api/gate",
  tags,
  summary: "Whether Sentinel may do anything by itself at the moment",
  responses: state,
});
const stop = defineRoute("operator", {
  method: "post",
  path: "/api/gate/stop",
  tags,
  summary: "Stop everything automatic; what people approve goes on",
  request: { body: jsonBody(Nothing) },
  responses: state,
});
const resume = defineRoute("admin", {
  method: "post",
  path: "/api/gate/resume",
  tags,
  summary: "Let Sentinel act by itself again, as the policy allows",
  request: { body: jsonBody(Nothing) },
  responses: state,
});

/** The switch in front of everything automatic. Stopping is for many, going on for few. */
export function gateRoutes({ sentinel }: ApiContext) {
  return newRoutes()
    .openapi(read, (c) => c.json({ stopped: isStopped(sentinel) }, 200))
    .openapi(stop, async (c) => {
      await stopAutomatic(sentinel, callerOf(c));
      return c.json({ stopped: isStopped(sentinel) }, 200);
    })
    .openapi(resume, async (c) => {
      await resumeAutomatic(sentinel, callerOf(c));
      return c.json({ stopped: isStopped(sentinel) }, 200);
    });
}
