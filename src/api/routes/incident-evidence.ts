import { z } from "@hono/zod-openapi";

import { getIncident } from "../../incidents/get-incident.ts";
import { readEvidence, type EvidenceAnswer } from "../../incidents/read-evidence.ts";
import { verifyIncident, type Verification } from "../../incidents/verify-incident.ts";
import { buildPack } from "../../investigate/build-pack.ts";
import { reportIncident } from "../../investigate/report.ts";
import { timelineOf, type TimelineEntry } from "../../investigate/timeline.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute, jsonBody } from "../route.ts";

const tags = ["incidents"];
const Id = z.object({ id: z.string() });

const timeline = defineRoute("viewer", {
  method: "get",
  path: "/api/incidents/{id}/timeline",
  tags,
  summary: "What happened to the incident and around it, the earliest first",
  request: { params: Id },
  responses: answers<{ timeline: TimelineEntry[] }>("the moments"),
});

const report = defineRoute("viewer", {
  method: "get",
  path: "/api/incidents/{id}/report",
  tags,
  summary: "The incident as a Markdown document that stands on its own",
  request: { params: Id },
  responses: answers<{ id: string; markdown: string }>("the document"),
});

const piece = defineRoute("viewer", {
  method: "get",
  path: "/api/incidents/{id}/evidence/{piece}",
  tags,
  summary: "A piece of evidence with its rows as they were then, and its question as SQL",
  request: { params: Id.extend({ piece: z.string().openapi({ description: "e1, e2…" }) }) },
  responses: answers<EvidenceAnswer>("the piece"),
});

/** For operators: the outcome is stored with the incident. */
const verify = defineRoute("operator", {
  method: "post",
  path: "/api/incidents/{id}/verify",
  tags,
  summary: "Ask the evidence again: same, changed or gone",
  request: { params: Id, body: jsonBody(z.strictObject({})) },
  responses: answers<Verification>("what became of each piece"),
});

/** What an incident stands on. */
export function incidentEvidenceRoutes({ sentinel }: ApiContext) {
  const { now } = sentinel;
  const context = () => ({ state: sentinel.state(), library: sentinel.library() });
  return newRoutes()
    .openapi(timeline, async (c) => {
      const { state, library } = context();
      const { id } = await getIncident(state, c.req.valid("param").id, now());
      return c.json({ timeline: await timelineOf(state, await buildPack(state, library, id)) }, 200);
    })
    .openapi(report, async (c) => {
      const { id } = c.req.valid("param");
      return c.json({ id, markdown: await reportIncident(context(), id, now()) }, 200);
    })
    .openapi(piece, async (c) => {
      const { id, piece: wanted } = c.req.valid("param");
      return c.json(await readEvidence(context(), id, wanted), 200);
    })
    .openapi(verify, async (c) => {
      const asked = { ...context(), lake: await sentinel.lake() };
      return c.json(await verifyIncident(asked, c.req.valid("param").id, now()), 200);
    });
}
