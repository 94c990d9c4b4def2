import { appendAudit } from "../audit/append.ts";
import type { StateDb } from "../state/open.ts";
import { canonical } from "./digest.ts";
import type { Proposal } from "./proposal.ts";
import { readArgs } from "./stored-approval.ts";

/** A patrol meets the same denial every few minutes: it is recorded once for each rule. */
export async function denyProposal(
  db: StateDb,
  { incident_id, action, args, input, by, at }: Proposal,
  rule: string,
): Promise<void> {
  const subject = incident_id ?? action.resource(input);
  const data = { action: action.id, args: readArgs(args), rule };
  const known = await db
    .selectFrom("audit")
    .select("seq")
    .where("kind", "=", "proposal.denied")
    .where("subject", "=", subject)
    .where("actor", "=", by.name)
    .where("data", "=", canonical(data))
    .executeTakeFirst();
  if (known !== undefined && by.via === "auto") return;
  await appendAudit(db, { kind: "proposal.denied", by, subject, data, at });
}
