import type { Approval } from "../contracts/approval.ts";
import { elapsed } from "../contracts/moment.ts";
import { SENTINEL } from "../contracts/principal.ts";
import type { GateContext } from "./context.ts";
import { wholeApproval } from "./read-approvals.ts";
import { recordChange } from "./record-change.ts";

export type Expiry = { expired: Approval[]; reminded: Approval[] };

/**
 * Ends the proposals that nobody decided in time, and marks those of whose life `remind_at` is over, each once, so that
 * people are reminded. Safe to call at any time and from several processes.
 */
export async function expireApprovals(context: GateContext): Promise<Expiry> {
  const at = context.now();
  const now = at.toISOString();
  const { remind_at } = context.settings();
  const expiry = await context.state.write(async (db) => {
    const done: Expiry = { expired: [], reminded: [] };
    const waiting = await db.selectFrom("approvals").selectAll().where("status", "=", "proposed").execute();
    for (const row of waiting) {
      const { id, proposed_at, expires_at } = row;
      const over = expires_at <= now;
      const due = elapsed(proposed_at, now) >= elapsed(proposed_at, expires_at) * remind_at;
      if (!over && (!due || row.reminded_at !== null)) continue;
      const change = over ? { status: "expired", ended_at: now } : { reminded_at: now };
      await db.updateTable("approvals").set(change).where("id", "=", id).execute();
      const kind = over ? "proposal.expired" : "proposal.reminded";
      await recordChange(db, { kind, by: SENTINEL, subject: id, data: { expires_at }, at });
      (over ? done.expired : done.reminded).push(await wholeApproval(db, { ...row, ...change }));
    }
    return done;
  });
  if (expiry.expired.length > 0) context.passed?.("expired");
  await context.anchor?.();
  return expiry;
}
