import { z } from "zod";

import type { StateDb } from "../state/open.ts";
import type { ApprovalRow } from "../state/schema.ts";
import { digestOf } from "./digest.ts";
import { readArgs, readEvidence, readPreconditions } from "./stored-approval.ts";

const Decision = z.union([
  z.object({ digest: z.string(), automatic: z.literal(true) }),
  z.object({ digest: z.string(), votes: z.int(), needed: z.int() }),
]);

/**
 * Why a stored row is not what was approved; undefined when it is. The row must hash to its digest, and the audit
 * chain must hold the decision that released exactly this digest: a row that was edited in the file does not run.
 */
export async function whyNotApproved(db: StateDb, row: ApprovalRow): Promise<string | undefined> {
  if (hashOf(row) !== row.digest) return "what is stored is not what was approved: its digest differs";
  const decisions = await db
    .selectFrom("audit")
    .select("data")
    .where("subject", "=", row.id)
    .where("kind", "=", "decision.approved")
    .execute();
  const released = decisions.some(({ data }) => {
    const decision = Decision.safeParse(JSON.parse(data)).data;
    if (decision?.digest !== row.digest) return false;
    return "automatic" in decision || decision.votes >= decision.needed;
  });
  return released ? undefined : "the audit log does not hold its approval";
}

function hashOf({ action, args, evidence, preconditions }: ApprovalRow): string | undefined {
  try {
    return digestOf({
      action,
      args: readArgs(args),
      evidence: readEvidence(evidence),
      preconditions: readPreconditions(preconditions),
    });
  } catch {
    return undefined;
  }
}
