import type { StateDb } from "../state/open.ts";

/** The most awake status wins: joining must not hide what nobody has looked at. */
const AWAKE_FIRST = ["open", "acknowledged", "snoozed"];

/**
 * Moves everything of incident `from` into `into` and leaves `from` as a pointer: its id keeps working. Evidence is
 * numbered on from the last of `into`, whose own numbers stay.
 */
export async function absorbIncident(db: StateDb, from: string, into: string, at: string): Promise<void> {
  const [gone, kept] = await Promise.all(
    [from, into].map((id) =>
      db.selectFrom("incidents").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    ),
  );
  if (gone === undefined || kept === undefined) return;
  await renumber(db, from, into);
  await db.updateTable("findings").set({ incident_id: into }).where("incident_id", "=", from).execute();
  await db.updateTable("verdicts").set({ incident_id: into }).where("incident_id", "=", from).execute();
  await db.updateTable("links").set({ incident_id: into }).where("incident_id", "=", from).execute();
  const awake = rank(gone.status) < rank(kept.status) ? gone : kept;
  const { status, acknowledged_at, acknowledged_by, snoozed_until } = awake;
  await db
    .updateTable("incidents")
    .set({ status, acknowledged_at, acknowledged_by, snoozed_until, former: kept.former ?? gone.former })
    .where("id", "=", into)
    .execute();
  await db
    .updateTable("incidents")
    .set({
      status: "resolved",
      merged_into: into,
      resolved_at: at,
      resolution: `merged into ${into}`,
      updated_at: at,
    })
    .where("id", "=", from)
    .execute();
  // Earlier absorbed ones point straight at the survivor.
  await db.updateTable("incidents").set({ merged_into: into }).where("merged_into", "=", from).execute();
}

async function renumber(db: StateDb, from: string, into: string): Promise<void> {
  const { last } = await db
    .selectFrom("evidence")
    .select(({ fn }) => fn.coalesce(fn.max<number | null>("number"), (eb) => eb.val(0)).as("last"))
    .where("incident_id", "=", into)
    .executeTakeFirstOrThrow();
  for (const table of ["evidence", "verifications"] as const) {
    await db
      .updateTable(table)
      .set((eb) => ({ incident_id: into, number: eb("number", "+", last) }))
      .where("incident_id", "=", from)
      .execute();
  }
}

function rank(status: string): number {
  const found = AWAKE_FIRST.indexOf(status);
  return found < 0 ? AWAKE_FIRST.length : found;
}
