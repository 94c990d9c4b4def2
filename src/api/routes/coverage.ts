import { Hono } from "hono";

import type { Sentinel } from "../../main.ts";

/** What was fetched, and the tables with their columns. */
export function coverageRoutes(sentinel: Sentinel) {
  return new Hono()
    .get("/", async (c) => c.json({ coverage: await (await sentinel.lake()).coverage() }))
    .get("/tables", async (c) => c.json({ tables: await (await sentinel.lake()).tables() }));
}
