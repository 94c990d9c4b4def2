import { z } from "@hono/zod-openapi";

import type { JobState } from "../../jobs/jobs.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const tags = ["server"];

const list = defineRoute("viewer", {
  method: "get",
  path: "/api/jobs",
  tags,
  summary: "The standing jobs, when they run next and how their last run ended",
  responses: answers<{ jobs: JobState[] }>("the jobs"),
});

const run = defineRoute("operator", {
  method: "post",
  path: "/api/jobs/{id}/run",
  tags,
  summary: "Start a job now; its end is seen in the list",
  request: { params: z.object({ id: z.string() }) },
  responses: answers<JobState>("the job, running"),
});

export function jobRoutes({ jobs }: ApiContext) {
  return newRoutes()
    .openapi(list, (c) => c.json({ jobs: jobs.list() }, 200))
    .openapi(run, (c) => c.json(jobs.run(c.req.valid("param").id), 200));
}
