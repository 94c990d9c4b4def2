/** What the server answers, by name. */
import type { InferResponseType } from "hono/client";

import type { api } from "./api.ts";

export type { ListedIncident } from "../src/incidents/list-incident-rows.ts";
export type { IncidentCounts } from "../src/incidents/count-incidents.ts";
export type { Evidence, Incident } from "../src/contracts/incident.ts";

export type Approval = InferResponseType<(typeof api.approvals)[":id"]["$get"], 200>;
