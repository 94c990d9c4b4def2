import { Hono } from "hono";

import { getIncident } from "../../incidents/get-incident.ts";
import { listIncidents } from "../../incidents/list-incidents.ts";
import type { Sentinel } from "../../main.ts";

/** Reads incidents; errors rise to `onError` in ../app.ts. */
export function incidentRoutes(sentinel: Sentinel) {
  return new Hono()
    .get("/", async (c) => c.json({ incidents: await listIncidents(sentinel.state(), sentinel.now()) }))
    .get("/:id", async (c) => c.json(await getIncident(sentinel.state(), c.req.param("id"), sentinel.now())));
}
