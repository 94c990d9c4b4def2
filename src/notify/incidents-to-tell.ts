import type { Incident } from "../contracts/incident.ts";
import { listIncidents } from "../incidents/list-incidents.ts";
import type { State } from "../state/open.ts";

/** What `notifyIncidents` has to look at: all that is active, and what ended without its end being told. */
export async function incidentsToTell(state: State, at: Date): Promise<Incident[]> {
  const incidents = await listIncidents(state, at, { status: "all" });
  const open = await state.db
    .selectFrom("notices")
    .select("incident_id")
    .where("closed_at", "is", null)
    .distinct()
    .execute();
  const unclosed = new Set(open.map(({ incident_id }) => incident_id));
  return incidents.filter(({ id, status }) => status !== "resolved" || unclosed.has(id));
}
