import type { StateDb } from "../state/open.ts";
import type { IncidentRow } from "../state/rows/incidents.ts";
import { meantId } from "./meant-id.ts";

/**
 * The incident a person means: a whole id or a start that fits only one, with or without `inc_`. An absorbed
 * incident answers with the one that took it in. Throws `not_found` with the nearest ids, `usage` for a start that
 * fits several.
 */
export async function findIncident(db: StateDb, typed: string): Promise<IncidentRow> {
  const row = await incident(db, await meantId(db, "incidents", typed));
  return row.merged_into === null ? row : incident(db, row.merged_into);
}

const incident = (db: StateDb, id: string): Promise<IncidentRow> =>
  db.selectFrom("incidents").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
