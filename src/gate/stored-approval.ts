/** The rows of an approval and of its votes, parsed where they are read. */
import { z } from "zod";

import type { ActionResult, Json, Preconditions, Preview } from "../contracts/action.ts";
import { APPROVAL_STATUSES, type Approval } from "../contracts/approval.ts";
import { Severity } from "../contracts/finding.ts";
import type { ApprovalRow, ApprovalVoteRow } from "../state/rows/gate.ts";

const JsonObject: z.ZodType<{ [name: string]: Json }> = z.record(z.string(), z.json());
const StoredPreview: z.ZodType<Preview> = z.object({ title: z.string(), lines: z.array(z.string()) });
const StoredEvidence = z.array(z.object({ id: z.string(), hash: z.string() }));
const Status = z.enum(APPROVAL_STATUSES);
const Decide = z.enum(["auto", "one", "two", "never"]);
const Vote = z.object({
  by: z.string(),
  vote: z.enum(["approve", "refuse"]),
  reason: z.string().nullable(),
  via: z.enum(["auto", "slack", "web", "cli", "key"]),
  at: z.string(),
});

export const readArgs = (text: string): Approval["args"] => JsonObject.parse(JSON.parse(text));
export const readPreconditions = (text: string): Preconditions => JsonObject.parse(JSON.parse(text));
export const readEvidence = (text: string): Approval["evidence"] => StoredEvidence.parse(JSON.parse(text));
const readResult = (text: string): ActionResult => JsonObject.parse(JSON.parse(text));

export function readApproval(row: ApprovalRow, votes: ApprovalVoteRow[]): Approval {
  const { cost_of_waiting_usd, approvals_needed, proposed_by, proposed_at, expires_at } = row;
  const { decided_at, started_at, ended_at, attempts, error } = row;
  return {
    id: row.id,
    incident_id: row.incident_id,
    action: row.action,
    args: readArgs(row.args),
    resource: row.resource,
    severity: Severity.parse(row.severity),
    preview: StoredPreview.parse(JSON.parse(row.preview)),
    digest: row.digest,
    evidence: readEvidence(row.evidence),
    preconditions: readPreconditions(row.preconditions),
    decide: Decide.parse(row.decide),
    rule: row.rule,
    approvals_needed,
    cost_of_waiting_usd,
    status: Status.parse(row.status),
    proposed_by,
    proposed_at,
    expires_at,
    votes: votes
      .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
      .map((vote) => Vote.parse(vote)),
    decided_at,
    started_at,
    ended_at,
    attempts,
    result: row.result === null ? null : readResult(row.result),
    error,
  };
}
