import type { Incident } from "../contracts/incident.ts";
import type { State } from "../state/open.ts";
import { fits, type IncidentFilter } from "./incident-filter.ts";
import { nextCursor, paged, type IncidentPage } from "./incident-page.ts";
import { partsOfIncidents } from "./parts-of-incidents.ts";
import { wholeIncident } from "./read-incident.ts";

/** Incidents whole, the most severe first, then the newest. Those absorbed by another are not listed. */
export async function listIncidents(
  state: State,
  now: Date,
  filter: IncidentFilter = {},
): Promise<Incident[]> {
  return (await pageOfIncidents(state, now, filter, {})).incidents;
}

/** One page of them, in six queries whatever its size. Throws `invalid` for a cursor of another list. */
export async function pageOfIncidents(
  state: State,
  now: Date,
  filter: IncidentFilter,
  page: IncidentPage,
): Promise<{ incidents: Incident[]; next: string | null }> {
  const found = paged(state.db.selectFrom("incidents").where(fits(filter, now)), page);
  const rows = await found.selectAll().execute();
  const parts = await partsOfIncidents(state.db, found.select("id"));
  return { incidents: rows.map((row) => wholeIncident(row, parts, now)), next: nextCursor(rows, page) };
}
