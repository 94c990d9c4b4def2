import type { Incident, IncidentStatus } from "../contracts/incident.ts";
import type { State } from "../state/open.ts";
import { severityRank } from "./kept-finding.ts";
import { readIncident } from "./read-incident.ts";

export type IncidentFilter = {
  /** `active` (the default): all but the resolved ones. */
  status?: IncidentStatus | "active" | "all" | undefined;
  type?: string | undefined;
  connection?: string | undefined;
};

/** Incidents, the most severe first, then the newest. Those absorbed by another are not listed. */
export async function listIncidents(
  state: State,
  now: Date,
  filter: IncidentFilter = {},
): Promise<Incident[]> {
  const { status = "active", type, connection } = filter;
  let rows = state.db.selectFrom("incidents").selectAll().where("merged_into", "is", null);
  if (type !== undefined) rows = rows.where("type", "=", type);
  if (connection !== undefined) rows = rows.where("connection", "=", connection);
  const found = await rows.execute();
  const incidents = await Promise.all(found.map((row) => readIncident(state.db, row, now)));
  return incidents.filter((incident) => has(incident, status)).toSorted(worstFirst);
}

function has(incident: Incident, status: NonNullable<IncidentFilter["status"]>): boolean {
  if (status === "all") return true;
  return status === "active" ? incident.status !== "resolved" : incident.status === status;
}

function worstFirst(one: Incident, other: Incident): number {
  return severityRank(other.severity) - severityRank(one.severity) || (one.id < other.id ? 1 : -1);
}
