/** A proposal as one transaction: judged by what the state says in it, stored, recorded and sent on its way. */
import { appendAudit } from "../audit/append.ts";
import type { Preconditions } from "../contracts/action.ts";
import type { Approval, Decide } from "../contracts/approval.ts";
import { MINUTE_MS, shift } from "../contracts/moment.ts";
import { freeId } from "../incidents/free-id.ts";
import { evidenceId } from "../incidents/read-incident.ts";
import { enqueue } from "../outbox/enqueue.ts";
import type { StateDb } from "../state/open.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";
import { whyNotAutomatic } from "./automatic.ts";
import type { GateContext } from "./context.ts";
import { canonical, digestOf } from "./digest.ts";
import { figuresFor } from "./figures.ts";
import { incidentSubject, type Subject } from "./incident-subject.ts";
import { denyProposal } from "./deny-proposal.ts";
import { judge, type Verdict } from "./policy.ts";
import { wholeApproval } from "./read-approvals.ts";
import type { Proposal } from "./proposal.ts";
import { recordChange } from "./record-change.ts";
import { standingProposal } from "./standing-proposal.ts";
import { readArgs } from "./stored-approval.ts";
import { supersede } from "./supersede.ts";

const NEEDED: Record<Decide, number> = { auto: 0, one: 1, two: 2, never: 0 };

type Judged = Verdict & Subject & { resource: string };

/** What policy and the state of the moment say. An automatic action that may not be falls back to one approver. */
export async function judgeProposal(db: StateDb, context: GateContext, proposal: Proposal): Promise<Judged> {
  const { action, args, input, by, at } = proposal;
  const subject =
    proposal.incident_id === null ? proposal.pull : await incidentSubject(db, proposal.incident_id);
  const { severity, findings, evidence } = subject;
  const resource = action.resource(input);
  const figures = figuresFor(readArgs(args), findings);
  const { policy } = context.settings();
  const verdict = judge(policy, { action: action.id, resource, severity, figures });
  if (verdict.decide !== "auto") return { ...subject, ...verdict, resource };
  const why = await whyNotAutomatic(db, context, { action, resource, evidence, by, at });
  const rule = why === undefined ? verdict.rule : `${verdict.rule}: needs a person, since ${why}`;
  return { ...subject, decide: why === undefined ? "auto" : "one", rule, resource };
}

/** Call it inside `state.write`. Answers what stands when another process was faster, or what policy denies. */
export async function saveProposal(
  db: StateDb,
  context: GateContext,
  proposal: Proposal & { preconditions: Preconditions },
): Promise<Approval | { denied: string }> {
  const { incident_id, action, args, input, preconditions, by, at } = proposal;
  const standing = await standingProposal(db, proposal);
  if (standing !== undefined) return wholeApproval(db, standing);
  const judged = await judgeProposal(db, context, proposal);
  const { decide, rule, resource, severity, projected_6h_usd } = judged;
  if (decide === "never") {
    await denyProposal(db, proposal, rule);
    return { denied: `policy does not allow it (${rule})` };
  }
  const evidence = judged.evidence.map(({ number, hash }) => ({ id: evidenceId(number), hash }));
  const now = at.toISOString();
  const automatic = decide === "auto";
  if (incident_id === null) await supersede(db, { action: action.id, resource, by, at });
  const row: ApprovalRow = {
    incident_id,
    action: action.id,
    args,
    id: await freeId(db, "approvals", now),
    resource,
    severity,
    preview: JSON.stringify(action.preview(input)),
    digest: digestOf({ action: action.id, args: readArgs(args), evidence, preconditions }),
    evidence: canonical(evidence),
    preconditions: canonical(preconditions),
    decide,
    rule,
    approvals_needed: NEEDED[decide],
    cost_of_waiting_usd: projected_6h_usd,
    status: automatic ? "approved" : "proposed",
    proposed_by: by.name,
    proposed_at: now,
    expires_at: shift(now, context.settings().life_minutes * MINUTE_MS),
    ...NOTHING_YET,
    decided_at: automatic ? now : null,
  };
  await db.insertInto("approvals").values(row).execute();
  const { id, digest } = row;
  const data = {
    ...(incident_id !== null && { incident: incident_id }),
    action: action.id,
    resource,
    severity,
    digest,
    decide,
    rule,
  };
  await appendAudit(db, { kind: "proposal.made", by, subject: id, data, at });
  // The same things are quiet whose changes recordChange is quiet about.
  if (incident_id !== null || !automatic) {
    const payload = { approval_id: id };
    await enqueue(db, { channel: "slack_approval", key: `slack_approval:${id}`, payload, cause: id, at });
  }
  if (automatic) {
    const decided = { digest, rule, automatic };
    await recordChange(db, { kind: "decision.approved", by, subject: id, data: decided, at });
  }
  return wholeApproval(db, row);
}

const NOTHING_YET = {
  reminded_at: null,
  started_at: null,
  attempted_at: null,
  ended_at: null,
  attempts: 0,
  next_at: null,
  lease_by: null,
  lease_until: null,
  result: null,
  error: null,
  slack_channel: null,
  slack_ts: null,
};
