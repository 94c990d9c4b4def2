import type { Principal } from "../contracts/principal.ts";
import type { StateDb } from "../state/open.ts";
import { recordChange } from "./record-change.ts";

export type Superseding = { action: string; resource: string; by: Principal; at: Date };

/**
 * Ends what waits to be done to a pull request, or was not begun yet: what is known of it now is something else. Call
 * it inside `state.write`; what runs already is left to end.
 */
export async function supersede(db: StateDb, { action, resource, by, at }: Superseding): Promise<void> {
  const ended = await db
    .updateTable("approvals")
    .set({ status: "expired", ended_at: at.toISOString() })
    .where("incident_id", "is", null)
    .where("action", "=", action)
    .where("resource", "=", resource)
    .where("status", "in", ["proposed", "approved"])
    .returning("id")
    .execute();
  for (const { id } of ended) {
    const data = { superseded: true };
    await recordChange(db, { kind: "proposal.expired", by, subject: id, data, at });
  }
}
