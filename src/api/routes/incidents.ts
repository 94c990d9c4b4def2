import { z } from "@hono/zod-openapi";

import { VERDICTS, type Incident } from "../../contracts/incident.ts";
import { acknowledge } from "../../incidents/acknowledge.ts";
import { getIncident } from "../../incidents/get-incident.ts";
import { giveVerdict } from "../../incidents/give-verdict.ts";
import { pageOfIncidents } from "../../incidents/list-incidents.ts";
import { resolve } from "../../incidents/resolve.ts";
import { snooze } from "../../incidents/snooze.ts";
import type { ApiContext } from "../context.ts";
import { FilterQuery, filterOf, PageQuery } from "../incident-query.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, callerOf, defineRoute, jsonBody } from "../route.ts";

const tags = ["incidents"];
const Id = z.object({ id: z.string().openapi({ description: "the incident's id, or the start of it" }) });
const one = answers<Incident>("the incident, whole");

const list = defineRoute("viewer", {
  method: "get",
  path: "/api/incidents",
  tags,
  summary: "Incidents, the most severe first",
  request: {
    query: FilterQuery.extend(PageQuery.shape),
  },
  responses: answers<{ incidents: Incident[]; next: string | null }>(
    "the incidents that fit, all of them without a limit; with one, the cursor of the next page",
  ),
});

const get = defineRoute("viewer", {
  method: "get",
  path: "/api/incidents/{id}",
  tags,
  summary: "One incident with its evidence and narrative",
  request: { params: Id },
  responses: one,
});

const decision = <Name extends string, Body extends z.ZodType>(name: Name, summary: string, body: Body) =>
  defineRoute("operator", {
    method: "post",
    path: `/api/incidents/{id}/${name}`,
    tags,
    summary,
    request: { params: Id, body: jsonBody(body) },
    responses: one,
  });

const Nothing = z.strictObject({});
const Note = z.string().max(2_000).optional();
const ack = decision("ack", "Take an incident", Nothing);
const solve = decision("resolve", "The trouble is over", z.strictObject({ note: Note }));
const quiet = decision(
  "snooze",
  "Be quiet about an incident until a moment",
  z.strictObject({ until: z.iso.datetime({ offset: true }) }),
);
const judge = decision(
  "verdict",
  "Say whether the incident was right",
  z.strictObject({ verdict: z.enum(VERDICTS), note: Note }),
);

/** Reads incidents and takes people's decisions about them. */
export function incidentRoutes({ sentinel }: ApiContext) {
  const { now } = sentinel;
  const state = () => sentinel.state();
  return newRoutes()
    .openapi(list, async (c) => {
      const { sort, limit, cursor, ...filter } = c.req.valid("query");
      const page = { sort, limit, cursor };
      return c.json(await pageOfIncidents(state(), now(), filterOf(filter, now()), page), 200);
    })
    .openapi(get, async (c) => c.json(await getIncident(state(), c.req.valid("param").id, now()), 200))
    .openapi(ack, async (c) => {
      const { name: by, via } = callerOf(c);
      return c.json(await acknowledge(state(), c.req.valid("param").id, { by, via, at: now() }), 200);
    })
    .openapi(solve, async (c) => {
      const { name: by, via } = callerOf(c);
      const resolution = c.req.valid("json").note;
      return c.json(await resolve(state(), c.req.valid("param").id, { by, via, at: now(), resolution }), 200);
    })
    .openapi(quiet, async (c) => {
      const { name: by, via } = callerOf(c);
      const until = new Date(c.req.valid("json").until);
      return c.json(await snooze(state(), c.req.valid("param").id, { by, via, at: now(), until }), 200);
    })
    .openapi(judge, async (c) => {
      const { name: by, via } = callerOf(c);
      const decided = { by, via, at: now(), ...c.req.valid("json") };
      return c.json(await giveVerdict(state(), c.req.valid("param").id, decided), 200);
    });
}
