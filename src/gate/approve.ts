import type { Approval } from "../contracts/approval.ts";
import type { Principal } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import type { StateDb } from "../state/open.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";
import type { GateContext } from "./context.ts";
import { decideApproval, refuseDecided } from "./decide-approval.ts";
import { neededNow } from "./needed-now.ts";
import { recordChange } from "./record-change.ts";
import { samePerson } from "./same-person.ts";

export type ApproveInput = {
  id: string;
  /** Of what the person saw. */
  digest: string;
  by: Principal;
  reason?: string | undefined;
};

/**
 * One approver's agreement; the last one that is needed releases the action for `runApproved`. Throws `unauthorized`
 * below approver, `conflict` when it is decided or expired, when the digest is not that of the stored row, for the
 * proposer's own vote, for a second vote of one person, and for what policy has stopped allowing since; `not_found` for
 * the id.
 */
export async function approve(context: GateContext, input: ApproveInput): Promise<Approval> {
  const { id, digest, by, reason } = input;
  const approval = await decideApproval(context, { verb: "approve", id, by }, async (db, row, at) => {
    refuseDecided(row, at);
    refuseVote(row, by, digest);
    const needed = await neededNow(db, context, row);
    const others = await approversOf(db, row.id);
    if (others.some((name) => samePerson(name, by.name)))
      throw new SentinelError(
        "conflict",
        `${by.name} has approved ${row.id} already: another person is needed`,
      );
    const vote = { by: by.name, vote: "approve", reason: reason ?? null, via: by.via, at: at.toISOString() };
    await db
      .insertInto("approval_votes")
      .values({ approval_id: row.id, ...vote })
      .execute();
    const votes = others.length + 1;
    if (needed !== row.approvals_needed) await setNeeded(db, row.id, needed);
    if (votes >= needed) {
      await db
        .updateTable("approvals")
        .set({ status: "approved", decided_at: at.toISOString() })
        .where("id", "=", row.id)
        .where("status", "=", "proposed")
        .execute();
    }
    const data = { digest, votes, needed, ...(reason !== undefined && { reason }) };
    await recordChange(db, { kind: "decision.approved", by, subject: row.id, data, at });
  });
  context.passed?.("click_saved");
  return approval;
}

function refuseVote({ id, digest, proposed_by }: ApprovalRow, by: Principal, given: string): void {
  if (given !== digest) {
    throw new SentinelError(
      "conflict",
      `what was shown is not what approval ${id} holds: the digests differ`,
      {
        hint: `look at it again: sentinel approvals show ${id}`,
      },
    );
  }
  if (samePerson(proposed_by, by.name))
    throw new SentinelError(
      "conflict",
      `${by.name} proposed ${id} and may not approve it: another person must`,
    );
}

async function setNeeded(db: StateDb, id: string, approvals_needed: number): Promise<void> {
  await db.updateTable("approvals").set({ approvals_needed }).where("id", "=", id).execute();
}

async function approversOf(db: StateDb, approval_id: string): Promise<string[]> {
  const votes = await db
    .selectFrom("approval_votes")
    .select("by")
    .where("approval_id", "=", approval_id)
    .where("vote", "=", "approve")
    .execute();
  return votes.map(({ by }) => by);
}
