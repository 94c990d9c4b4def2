import { z } from "@hono/zod-openapi";

import { listFindings, type ListedFinding } from "../../incidents/list-findings.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const list = defineRoute("viewer", {
  method: "get",
  path: "/api/findings",
  tags: ["incidents"],
  summary: "What detectors found, the newest first",
  request: {
    query: z.object({
      incident: z.string().optional(),
      detector: z.string().optional(),
      connection: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(200),
    }),
  },
  responses: answers<{ findings: ListedFinding[] }>("the findings that fit"),
});

export function findingRoutes({ sentinel }: ApiContext) {
  return newRoutes().openapi(list, async (c) =>
    c.json({ findings: await listFindings(sentinel.state(), c.req.valid("query")) }, 200),
  );
}
