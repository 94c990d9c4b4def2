import { z } from "@hono/zod-openapi";

import type { JobRun, JobState } from "../../jobs/job.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const tags = ["server"];
const Id = z.object({ id: z.string() });

const list = defineRoute("viewer", {
  method: "get",
  path: "/api/jobs",
  tags,
  summary: "The standing jobs, when they run next, and their last 20 runs and missed slots",
  responses: answers<{ jobs: JobState[] }>("the jobs"),
});

const runs = defineRoute("viewer", {
  method: "get",
  path: "/api/jobs/{id}/runs",
  tags,
  summary: "Runs and missed slots of a job in the last 60 days, the newest first",
  request: {
    params: Id,
    query: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }),
  },
  responses: answers<{ runs: JobRun[] }>("the runs"),
});

const run = defineRoute("operator", {
  method: "post",
  path: "/api/jobs/{id}/run",
  tags,
  summary: "Start a job now; its end is seen in the list",
  request: { params: Id },
  responses: answers<JobState>("the job, running"),
});

export function jobRoutes({ jobs }: ApiContext) {
  return newRoutes()
    .openapi(list, async (c) => c.json({ jobs: await jobs.list() }, 200))
    .openapi(runs, async (c) => {
      const { id } = c.req.valid("param");
      return c.json({ runs: await jobs.runs(id, c.req.valid("query").limit) }, 200);
    })
    .openapi(run, async (c) => c.json(await jobs.run(c.req.valid("param").id), 200));
}
