import type { Incident } from "../contracts/incident.ts";
import type { State } from "../state/open.ts";
import { findIncident } from "./find-incident.ts";
import { readIncident } from "./read-incident.ts";

/** One incident by its id or the start of it. Throws `not_found` with the nearest ids. */
export async function getIncident(state: State, id: string, now: Date): Promise<Incident> {
  return readIncident(state.db, await findIncident(state.db, id), now);
}
