import type { Incident } from "../contracts/incident.ts";
import { SentinelError } from "../errors.ts";
import type { State } from "../state/open.ts";
import type { IncidentRow } from "../state/schema.ts";
import { findIncident } from "./find-incident.ts";
import { readIncident } from "./read-incident.ts";

/** Who decides, and when. */
export type Decision = { by: string; at: Date };

/**
 * One person's decision on one incident, as a single write: finds it, lets `change` look and answer the columns
 * to set, and answers the incident as it is then. Throws `not_found`, and `invalid` for a decision by nobody.
 */
export async function decide(
  state: State,
  id: string,
  { by, at }: Decision,
  change: (row: IncidentRow) => Partial<IncidentRow>,
): Promise<Incident> {
  if (by.trim() === "") throw new SentinelError("invalid", "a decision needs the name of who takes it");
  return state.write(async (db) => {
    const row = await findIncident(db, id);
    await db
      .updateTable("incidents")
      .set({ ...change(row), updated_at: at.toISOString() })
      .where("id", "=", row.id)
      .execute();
    return readIncident(db, await findIncident(db, row.id), at);
  });
}

/** Throws `conflict` when the incident is resolved already: only new trouble opens it again, as a new one. */
export function refuseResolved({ id, status, resolved_by, resolved_at }: IncidentRow): void {
  if (status !== "resolved") return;
  throw new SentinelError(
    "conflict",
    `incident ${id} was resolved by ${resolved_by ?? "a merge"} at ${resolved_at}`,
  );
}
