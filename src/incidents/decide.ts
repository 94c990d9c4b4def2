import { appendAudit, type AuditKind } from "../audit/append.ts";
import type { Incident } from "../contracts/incident.ts";
import type { Via } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import type { State } from "../state/open.ts";
import type { IncidentRow } from "../state/rows/incidents.ts";
import { findIncident } from "./find-incident.ts";
import { readIncident } from "./read-incident.ts";

/** Who decides, by which way (the command line when not given), and when. */
export type Decision = { by: string; via?: Via; at: Date };

const DECIDED = {
  acknowledged: "incident.acknowledged",
  snoozed: "incident.snoozed",
  resolved: "incident.resolved",
} as const satisfies Record<string, AuditKind>;

/**
 * One person's decision on one incident, as a single write: finds it, lets `change` look and answer the columns
 * to set, records it in the audit log, and answers the incident as it is then. Throws `not_found`, and `invalid` for a decision by nobody.
 */
export async function decide(
  state: State,
  id: string,
  { by, via = "cli", at }: Decision,
  change: (row: IncidentRow) => Partial<IncidentRow> & { status: keyof typeof DECIDED },
): Promise<Incident> {
  if (by.trim() === "") throw new SentinelError("invalid", "a decision needs the name of who takes it");
  return state.write(async (db) => {
    const row = await findIncident(db, id);
    const changed = change(row);
    await db
      .updateTable("incidents")
      .set({ ...changed, updated_at: at.toISOString() })
      .where("id", "=", row.id)
      .execute();
    const { snoozed_until: until = null } = changed;
    const data = until === null ? {} : { until };
    const kind = DECIDED[changed.status];
    await appendAudit(db, { kind, by: { name: by, via }, subject: row.id, data, at });
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
