import { z } from "@hono/zod-openapi";

import { keptTraces, latestSamplings, type KeptTrace } from "../../sampling/read-sampling.ts";
import type { Sampling } from "../../sampling/sampling.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const HOUR_MS = 3_600_000;

const read = defineRoute("viewer", {
  method: "get",
  path: "/api/sampling",
  tags: ["quality"],
  summary: "The last sampling of each connection with its recall, and the kept traces, most points first",
  request: {
    query: z.object({
      connection: z.string().optional(),
      hours: z.coerce
        .number()
        .positive()
        .max(24 * 90)
        .default(24),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
    }),
  },
  responses: answers<{ samplings: Sampling[]; traces: KeptTrace[] }>("what was kept and what was dropped"),
});

export function samplingRoutes({ sentinel }: ApiContext) {
  return newRoutes().openapi(read, async (c) => {
    const { connection, hours, limit } = c.req.valid("query");
    const since = new Date(sentinel.now().getTime() - hours * HOUR_MS);
    const samplings = (await latestSamplings(sentinel.state())).filter(
      (sampling) => connection === undefined || sampling.connection === connection,
    );
    const traces = await keptTraces(sentinel.state(), { since, connection, limit });
    return c.json({ samplings, traces }, 200);
  });
}
