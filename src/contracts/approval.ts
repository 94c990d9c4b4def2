/** A proposed action and what was decided about it, as CLI, API, Slack and web show it. */
import type { ActionResult, Json, Preconditions, Preview } from "./action.ts";
import type { Severity } from "./finding.ts";
import type { Via } from "./principal.ts";

/**
 * proposed -> approved | refused | expired; approved -> running; running -> done | failed | unknown;
 * unknown -> running (reconciled: certainly not done) | done | failed; done -> undone.
 */
export const APPROVAL_STATUSES = [
  "proposed",
  "approved",
  "refused",
  "expired",
  "running",
  "done",
  "failed",
  "unknown",
  "undone",
] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

export type Decide = "auto" | "one" | "two" | "never";

export type Vote = { by: string; vote: "approve" | "refuse"; reason: string | null; via: Via; at: string };

export type Approval = {
  /** `apr_…`; also the key in the marker at the vendor. */
  id: string;
  /** Null for what is done about the risk of a pull request, which `resource` names. */
  incident_id: string | null;
  action: string;
  args: { [name: string]: Json };
  resource: string;
  severity: Severity;
  preview: Preview;
  /** SHA-256 (hex) over the canonical JSON of action, arguments, evidence hashes and preconditions. */
  digest: string;
  evidence: { id: string; hash: string }[];
  preconditions: Preconditions;
  /** What policy said when it was proposed, and which rule. */
  decide: Decide;
  rule: string;
  approvals_needed: number;
  /** What doing nothing costs in six hours at the present rate, US dollars; null when unknown. */
  cost_of_waiting_usd: number | null;
  status: ApprovalStatus;
  proposed_by: string;
  proposed_at: string;
  expires_at: string;
  votes: Vote[];
  decided_at: string | null;
  started_at: string | null;
  ended_at: string | null;
  attempts: number;
  result: ActionResult | null;
  error: string | null;
};
