import type { StateDb } from "../state/open.ts";
import type { IncidentRow } from "../state/rows/incidents.ts";
import { freeId } from "./free-id.ts";
import { statusAt } from "./status-at.ts";
import type { Triage } from "./triage.ts";

/** A new open incident; answers its id. `former` is the resolved incident that the same trouble had. */
export async function openIncident(
  db: StateDb,
  whole: Triage,
  former: string | null,
  at: string,
): Promise<string> {
  const id = await freeId(db, "incidents", at);
  await db
    .insertInto("incidents")
    .values({
      ...columnsOf(whole),
      id,
      status: "open",
      opened_at: at,
      updated_at: at,
      former,
      merged_into: null,
      acknowledged_at: null,
      acknowledged_by: null,
      snoozed_until: null,
      resolved_at: null,
      resolved_by: null,
      resolution: null,
    })
    .execute();
  return id;
}

/** What an incident says as a whole now. A snooze that has run out ends here. */
export async function refreshIncident(db: StateDb, id: string, whole: Triage, at: string): Promise<void> {
  const row = await db.selectFrom("incidents").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const status = statusAt(row, new Date(at));
  await db
    .updateTable("incidents")
    .set({
      ...columnsOf(whole),
      status,
      snoozed_until: status === "snoozed" ? row.snoozed_until : null,
      updated_at: row.updated_at >= at ? row.updated_at : at,
    })
    .where("id", "=", id)
    .execute();
}

function columnsOf({
  window,
  blame,
  requires_approval,
  ...rest
}: Triage): Partial<IncidentRow> &
  Pick<
    IncidentRow,
    "connection" | "type" | "severity" | "title" | "from_at" | "to_at" | "requires_approval"
  > {
  return {
    ...rest,
    from_at: window.from,
    to_at: window.to,
    blame: blame === null ? null : JSON.stringify(blame),
    requires_approval: requires_approval ? 1 : 0,
  };
}
