import { z } from "zod";

import { auditHash, GENESIS } from "../audit/append.ts";
import type { StateDb } from "../state/open.ts";
import type { ApprovalRow, AuditRow } from "../state/rows/gate.ts";
import { digestOf } from "./digest.ts";
import { samePerson } from "./same-person.ts";
import { readArgs, readEvidence, readPreconditions } from "./stored-approval.ts";

const Proposed = z.object({ digest: z.string(), decide: z.enum(["auto", "one", "two"]) });
const Decided = z.object({ digest: z.string(), automatic: z.literal(true).optional() });

/**
 * Why a stored row is not what was approved; undefined when it is. The row must hash to its digest, and the audit chain
 * must hold its proposal, with how many were to agree, and the decisions of as many people on exactly this digest: a row
 * that was edited in the file does not run, whatever its status, its votes and its number of approvals say.
 */
export async function whyNotApproved(db: StateDb, row: ApprovalRow): Promise<string | undefined> {
  if (hashOf(row) !== row.digest) return "what is stored is not what was approved: its digest differs";
  const entries = await db
    .selectFrom("audit")
    .selectAll()
    .where("subject", "=", row.id)
    .where("kind", "in", ["proposal.made", "decision.approved"])
    .orderBy("seq")
    .execute();
  for (const entry of entries) {
    if (!(await isLinked(db, entry)))
      return `entry ${entry.seq} of the audit log was tampered with: see sentinel audit verify`;
  }
  return isReleased(entries, row.digest) ? undefined : "the audit log does not hold its approval";
}

function isReleased(entries: AuditRow[], digest: string): boolean {
  const proposed = entries.find(({ kind }) => kind === "proposal.made");
  const asked = proposed === undefined ? undefined : Proposed.safeParse(JSON.parse(proposed.data)).data;
  if (proposed === undefined || asked?.digest !== digest) return false;
  const decisions = entries.flatMap(({ kind, actor, data }) => {
    const decision = kind === "decision.approved" ? Decided.safeParse(JSON.parse(data)).data : undefined;
    return decision?.digest === digest ? [{ actor, automatic: decision.automatic === true }] : [];
  });
  if (asked.decide === "auto") return decisions.some(({ automatic }) => automatic);
  const people: string[] = [];
  for (const { actor, automatic } of decisions) {
    if (automatic || [...people, proposed.actor].some((known) => samePerson(known, actor))) continue;
    people.push(actor);
  }
  return people.length >= (asked.decide === "two" ? 2 : 1);
}

/** Whether an entry has its own hash and follows the one before it; the whole chain is what `audit verify` checks. */
async function isLinked(db: StateDb, { hash, ...entry }: AuditRow): Promise<boolean> {
  const before = await db
    .selectFrom("audit")
    .select("hash")
    .where("seq", "=", entry.seq - 1)
    .executeTakeFirst();
  const previous = entry.seq === 1 ? GENESIS : before?.hash;
  return entry.previous_hash === previous && auditHash(entry) === hash;
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
