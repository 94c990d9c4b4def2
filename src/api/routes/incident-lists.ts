import { countIncidents, type IncidentCounts } from "../../incidents/count-incidents.ts";
import { listIncidentRows, type ListedIncident } from "../../incidents/list-incident-rows.ts";
import type { ApiContext } from "../context.ts";
import { FilterQuery, filterOf, PageQuery } from "../incident-query.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, defineRoute } from "../route.ts";

const tags = ["incidents"];
const FIRST_PAGE = 200;

const list = defineRoute("viewer", {
  method: "get",
  path: "/api/incident-list",
  tags,
  summary: "Incidents as a long list shows them, a page at a time: no evidence, no narrative",
  request: { query: FilterQuery.extend(PageQuery.shape) },
  responses: answers<{ rows: ListedIncident[]; next: string | null }>(
    "a page of rows, and the cursor of the next",
  ),
});

const counts = defineRoute("viewer", {
  method: "get",
  path: "/api/incident-counts",
  tags,
  summary: "How many incidents there are along each part of a filter, and what they cost",
  request: { query: FilterQuery },
  responses: answers<IncidentCounts>("the counts"),
});

/** Lists of incidents too long to be read whole. */
export function incidentListRoutes({ sentinel }: ApiContext) {
  const { now } = sentinel;
  return newRoutes()
    .openapi(list, async (c) => {
      const { sort, limit = FIRST_PAGE, cursor, ...filter } = c.req.valid("query");
      const page = { sort, limit, cursor };
      return c.json(await listIncidentRows(sentinel.state(), now(), filterOf(filter, now()), page), 200);
    })
    .openapi(counts, async (c) =>
      c.json(await countIncidents(sentinel.state(), now(), filterOf(c.req.valid("query"), now())), 200),
    );
}
