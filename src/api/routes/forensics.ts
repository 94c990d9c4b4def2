import { z } from "@hono/zod-openapi";

import type { ForensicGraph } from "../../forensics/graph.ts";
import { readDifferences, type Differences } from "../../forensics/differences.ts";
import { MEASURES } from "../../forensics/rank-dimensions.ts";
import { readGraph } from "../../forensics/read-graph.ts";
import { readStep, type StepTexts } from "../../forensics/read-step.ts";
import { readTrace } from "../../forensics/read-trace.ts";
import type { Trace } from "../../forensics/trace.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const tags = ["forensics"];
const At = z.iso.datetime({ offset: true });
/** Of a free window, whose end may be the present. */
const End = z.union([At, z.string().regex(/^now(-\d+[mhdw])?$/)]);
const Window = z.strictObject({
  incident: z.string().optional().openapi({ description: "the incident's id, or the start of it" }),
  from: End.optional().openapi({
    description: "or now-24h; default: the incident's, else a day before `to`",
  }),
  to: End.optional().openapi({ description: "or now; default: the incident's, else now" }),
  connection: z.string().optional(),
  service: z.string().optional().openapi({ description: "a service of the catalogue: its connections" }),
});
const Connection = z.strictObject({ connection: z.string().optional() });

const graph = defineRoute("viewer", {
  method: "get",
  path: "/api/forensics",
  tags,
  summary: "The causal graph of an incident's window, or of a free one: things, and what ties them",
  request: {
    query: Window.extend({ most: z.coerce.number().int().min(1).max(500).optional() }),
  },
  responses: answers<ForensicGraph>("nodes, edges, what was left out and what was not fetched"),
});

const difference = defineRoute("viewer", {
  method: "get",
  path: "/api/forensics/difference",
  tags,
  summary: "What is different in a window against a baseline: every dimension, the most different first",
  request: {
    query: Window.extend({
      baseline_from: At.optional(),
      baseline_to: At.optional().openapi({ description: "default: where the window begins" }),
      measure: z.enum(MEASURES).default("cost_usd"),
    }),
  },
  responses: answers<Differences>("dimensions with their values in both windows"),
});

const trace = defineRoute("viewer", {
  method: "get",
  path: "/api/traces/{trace_id}",
  tags,
  summary: "One trace: steps with cost, time and errors, as a chain and as a tree, repetitions folded",
  request: { params: z.object({ trace_id: z.string() }), query: Connection },
  responses: answers<Trace>("the trace"),
});

const step = defineRoute("viewer", {
  method: "get",
  path: "/api/traces/{trace_id}/steps/{step}",
  tags,
  summary: "What went into one step of a trace, and what came out",
  request: { params: z.object({ trace_id: z.string(), step: z.string() }), query: Connection },
  responses: answers<StepTexts>("the texts, whole"),
});

/** Looking at what happened, and at what is different. */
export function forensicsRoutes({ sentinel }: ApiContext) {
  const { now } = sentinel;
  const context = async () => {
    const { sql, freshness_minutes } = sentinel.settings;
    return {
      lake: await sentinel.lake(),
      library: sentinel.library(),
      state: sentinel.state(),
      freshness_minutes,
      options: { deadline_ms: sql.deadline_ms },
    };
  };
  return newRoutes()
    .openapi(graph, async (c) => {
      const { most, ...choice } = c.req.valid("query");
      return c.json(await readGraph(await context(), choice, now(), most), 200);
    })
    .openapi(difference, async (c) =>
      c.json(await readDifferences(await context(), c.req.valid("query"), now()), 200),
    )
    .openapi(trace, async (c) => {
      const { connection } = c.req.valid("query");
      return c.json(await readTrace(await context(), c.req.valid("param").trace_id, connection, now()), 200);
    })
    .openapi(step, async (c) => {
      const { connection } = c.req.valid("query");
      return c.json(await readStep(await context(), { ...c.req.valid("param"), connection }, now()), 200);
    });
}
