import { z } from "@hono/zod-openapi";

import type { QueryDefinition } from "../../contracts/query.ts";
import type { Sentinel } from "../../main.ts";
import { findQuery } from "../../queries/find-query.ts";
import { bindParams } from "../../queries/params.ts";
import { runQuery, type QueryAnswer } from "../../queries/run.ts";
import { writtenOut } from "../../queries/written-out.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const tags = ["queries"];
const MOST_ROWS = 10_000;
const answer = answers<QueryAnswer>("columns, rows, and which part of the window was not fetched");

const list = defineRoute("viewer", {
  method: "get",
  path: "/api/queries",
  tags,
  summary: "The query library: questions with what they read, take and return",
  responses: answers<{ queries: QueryDefinition[] }>("every query of the library"),
});

const run = defineRoute("viewer", {
  method: "get",
  path: "/api/queries/{id}",
  tags,
  summary: "Run a query of the library; its parameters are the query string's",
  request: {
    params: z.object({ id: z.string() }),
    query: z.object({}).catchall(z.string()),
  },
  responses: answer,
});

const statement = defineRoute("viewer", {
  method: "get",
  path: "/api/queries/{id}/statement",
  tags,
  summary: "A query of the library as one statement, its parameters written into it",
  request: {
    params: z.object({ id: z.string() }),
    query: z.object({}).catchall(z.string()),
  },
  responses: answers<{ sql: string }>("the statement"),
});

const loops = defineRoute("viewer", {
  method: "get",
  path: "/api/loops",
  tags,
  summary: "Traces with most model calls in the last hour, and how often they repeat themselves",
  responses: answer,
});

const commits = defineRoute("viewer", {
  method: "get",
  path: "/api/commits",
  tags,
  summary: "What was spent while each commit was the newest one live",
  request: { query: z.strictObject({ since: z.string().optional(), until: z.string().optional() }) },
  responses: answer,
});

/** Questions of the library, and two of them by names of their own. */
export function queryRoutes({ sentinel }: ApiContext) {
  return newRoutes()
    .openapi(list, (c) => c.json({ queries: [...sentinel.library().values()] }, 200))
    .openapi(run, async (c) =>
      c.json(await asked(sentinel, c.req.valid("param").id, c.req.valid("query")), 200),
    )
    .openapi(statement, (c) => {
      const query = findQuery(sentinel.library(), c.req.valid("param").id);
      return c.json({ sql: writtenOut(query, bindParams(query, c.req.valid("query"), sentinel.now())) }, 200);
    })
    .openapi(loops, async (c) => c.json(await asked(sentinel, "loops_last_hour", {}), 200))
    .openapi(commits, async (c) => {
      const given = Object.entries(c.req.valid("query")).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as const],
      );
      return c.json(await asked(sentinel, "commit_cost_blame", Object.fromEntries(given)), 200);
    });
}

async function asked(sentinel: Sentinel, id: string, params: Record<string, string>): Promise<QueryAnswer> {
  const context = { lake: await sentinel.lake(), library: sentinel.library() };
  const { deadline_ms } = sentinel.settings.sql;
  return runQuery(context, id, params, sentinel.now(), { deadline_ms, max_rows: MOST_ROWS });
}
