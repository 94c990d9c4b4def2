import { sql } from "kysely";

import { SENTINEL } from "../contracts/principal.ts";
import { recordChange } from "../gate/record-change.ts";
import type { StateDb } from "../state/open.ts";

export type Settled = {
  /** Proposals that were open in the backup: whether they have been decided since is not known. */
  expired: number;
  /** Actions that were approved or under way in it: looked for at the vendor before anything is done. */
  unclear: number;
  /** Letters that waited in it: looked for before they are sent, where the other side allows. */
  letters: number;
};

/**
 * Makes a restored state safe to run. The world has gone on since the backup: what it holds as still to be done may
 * have been done, so nothing in it may act as if it were now. Call it in the write that records the restore.
 */
export async function settleRestored(db: StateDb, at: Date): Promise<Settled> {
  const now = at.toISOString();
  const open = await db.selectFrom("approvals").select("id").where("status", "=", "proposed").execute();
  for (const { id } of open) {
    await db
      .updateTable("approvals")
      .set({ status: "expired", ended_at: now })
      .where("id", "=", id)
      .execute();
    await recordChange(db, {
      kind: "proposal.expired",
      by: SENTINEL,
      subject: id,
      data: { restored: true },
      at,
    });
  }
  const unclear = await db
    .updateTable("approvals")
    .set({
      status: "unknown",
      // A try counts as made, which is what has the runner look first.
      attempts: sql<number>`max(attempts, 1)`,
      attempted_at: sql<string>`coalesce(attempted_at, ${now})`,
      next_at: now,
      lease_by: null,
      lease_until: null,
    })
    .where("status", "in", ["approved", "running"])
    .executeTakeFirst();
  const letters = await db
    .updateTable("outbox")
    .set({ attempts: sql<number>`max(attempts, 1)`, lease_by: null, lease_until: null })
    .where("status", "=", "waiting")
    .executeTakeFirst();
  // Whoever has signed in since may have been shut out since.
  await db.updateTable("sessions").set({ ended_at: now }).where("ended_at", "is", null).execute();
  return {
    expired: open.length,
    unclear: Number(unclear.numUpdatedRows),
    letters: Number(letters.numUpdatedRows),
  };
}
