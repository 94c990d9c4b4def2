import { z } from "@hono/zod-openapi";

import { assessPull, type PullAssessment } from "../../jobs/assess-pull.ts";
import { fileRisks, type FileRiskReport } from "../../jobs/file-risks.ts";
import { fileHistory, type FileHistory } from "../../risk/file-history.ts";
import { listRepos, type RiskRepo } from "../../risk/list-repos.ts";
import { recentPulls, type RecentPull } from "../../risk/recent-pulls.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const tags = ["risk"];
const Part = z.string().regex(/^[\w.-]{1,100}$/);
const Repo = z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, "OWNER/REPO");
const Connection = z.string().optional().openapi({ description: "where several have the repository" });
const Pull = z.object({ owner: Part, repo: Part, number: z.coerce.number().int().min(1).max(999_999_999) });

/** A moment before now: a request is judged as it would have been then. */
const Moment = z.iso.datetime().optional().openapi({ description: "as of a past moment; default: now" });

const repos = defineRoute("viewer", {
  method: "get",
  path: "/api/risk/repos",
  tags,
  summary: "The repositories whose merges have been measured",
  responses: answers<{ repos: RiskRepo[] }>("the repositories, as the last measurement left them"),
});

const file = defineRoute("viewer", {
  method: "get",
  path: "/api/risk/file",
  tags,
  summary: "One file: the merges that touched it under any of its names, and what each adds to its score",
  request: {
    query: z.object({ repo: Repo, connection: Connection, path: z.string().min(1).max(4_096) }),
  },
  responses: answers<FileHistory>("the file with each term of its score"),
});

const pulls = defineRoute("viewer", {
  method: "get",
  path: "/api/risk/pulls",
  tags,
  summary: "The newest pull requests of a repository, each by what was known before it was merged",
  request: {
    query: z.object({
      repo: Repo,
      connection: Connection,
      limit: z.coerce.number().int().min(1).max(50).default(15),
    }),
  },
  responses: answers<{ pulls: RecentPull[] }>("the requests that the lake has, the highest number first"),
});

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
  request: { params: Pull, query: z.object({ connection: Connection, at: Moment }) },
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
    given: { at: Date; post: boolean },
  ) => assessPull(sentinel, { repo: `${owner}/${repo}`, number, connection }, given);
  const context = async () => ({
    lake: await sentinel.lake(),
    library: sentinel.library(),
    state: sentinel.state(),
    settings: sentinel.settings.risk,
  });
  return newRoutes()
    .openapi(repos, async (c) => c.json({ repos: await listRepos(sentinel.state()) }, 200))
    .openapi(file, async (c) => {
      const known = { state: sentinel.state(), settings: sentinel.settings.risk };
      return c.json(await fileHistory(known, c.req.valid("query"), sentinel.now()), 200);
    })
    .openapi(pulls, async (c) =>
      c.json({ pulls: await recentPulls(await context(), c.req.valid("query"), sentinel.now()) }, 200),
    )
    .openapi(history, async (c) =>
      c.json(await fileRisks(sentinel, c.req.valid("query"), sentinel.now()), 200),
    )
    .openapi(get, async (c) => {
      const { connection, at } = c.req.valid("query");
      const now = sentinel.now();
      const moment = at === undefined || Date.parse(at) > now.getTime() ? now : new Date(at);
      return c.json(await assess(c.req.valid("param"), connection, { at: moment, post: false }), 200);
    })
    .openapi(post, async (c) => {
      const given = { at: sentinel.now(), post: true };
      return c.json(await assess(c.req.valid("param"), c.req.valid("query").connection, given), 200);
    });
}
