import type { Incident } from "../contracts/incident.ts";
import { getIncident } from "../incidents/get-incident.ts";
import { narrateIncidents, type NarrateContext } from "./narrate.ts";

/** Tells an incident anew, asking the model again when there is one. Throws `not_found` with the nearest ids. */
export async function investigate(context: NarrateContext, id: string): Promise<Incident> {
  const incident = await getIncident(context.state, id, context.now());
  await narrateIncidents(context, [incident.id], true);
  return getIncident(context.state, incident.id, context.now());
}
