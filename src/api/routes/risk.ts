import { z } from "@hono/zod-openapi";

import { assessPull, type PullAssessment } from "../../jobs/assess-pull.ts";
import { fileRisks, type FileRiskReport } from "../../jobs/file-risks.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const tags = ["risk"];
const Part = z.string().regex(/^[\w.-]{1,100}$/);
const Repo = z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, "OWNER/REPO");
const Connection = z.string().optional().openapi({ description: "where several have the repository" });
const Pull = z.object({ owner: Part, repo: Part, number: z.coerce.number().int().min(1).max(999_999_999) });

const history = defineRoute("viewer", {
  method: "get",
  path: "/api/risk/history",
  tags,
  summary: "The riskiest files of a repository, by what merges of them were followed by",
  request: {
    query: z.object({
      repo: Repo,
      connection: Connection,
      limit: z.coerce.number().int().min(1).max(1_000).default(10),
    }),
  },
  responses: answers<FileRiskReport>("the files with each term of their score"),
});

const get = defineRoute("viewer", {
  method: "get",
  path: "/api/risk/{owner}/{repo}/{number}",
  tags,
  summary: "The risk of a pull request, and the comment that it would get; nothing is written at GitHub",
  request: { params: Pull, query: z.object({ connection: Connection }) },
  responses: answers<PullAssessment>("the assessment; posting says what may be written, and why not"),
});

const post = defineRoute("operator", {
  method: "post",
  path: "/api/risk/{owner}/{repo}/{number}",
  tags,
  summary: "Assess a pull request as it is now and tell it at GitHub, as far as policy allows",
  request: { params: Pull, query: z.object({ connection: Connection }) },
  responses: answers<PullAssessment>("the assessment; told says what became of comment, status and review"),
});

/** Pull requests before they are merged. */
export function riskRoutes({ sentinel }: ApiContext) {
  const assess = (
    { owner, repo, number }: z.infer<typeof Pull>,
    connection: string | undefined,
    told: boolean,
  ) => {
    const asked = { repo: `${owner}/${repo}`, number, connection };
    return assessPull(sentinel, asked, { at: sentinel.now(), post: told });
  };
  return newRoutes()
    .openapi(history, async (c) =>
      c.json(await fileRisks(sentinel, c.req.valid("query"), sentinel.now()), 200),
    )
    .openapi(get, async (c) =>
      c.json(await assess(c.req.valid("param"), c.req.valid("query").connection, false), 200),
    )
    .openapi(post, async (c) =>
      c.json(await assess(c.req.valid("param"), c.req.valid("query").connection, true), 200),
    );
}
