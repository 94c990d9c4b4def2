/** Proposed actions, who decided about them, orders to agents, and the log of all of it. */

/** See src/contracts/approval.ts for what the columns mean; `lease_*` keep two runners apart. */
export type ApprovalRow = {
  id: string;
  /** Null for what is done about a pull request; `resource` says which. */
  incident_id: string | null;
  action: string;
  /** Canonical JSON, as it is in the digest. */
  args: string;
  resource: string;
  severity: string;
  preview: string;
  digest: string;
  evidence: string;
  preconditions: string;
  decide: string;
  rule: string;
  approvals_needed: number;
  cost_of_waiting_usd: number | null;
  status: string;
  proposed_by: string;
  proposed_at: string;
  expires_at: string;
  reminded_at: string | null;
  decided_at: string | null;
  started_at: string | null;
  /** When the vendor was last called: an effect may still appear there for a while after. */
  attempted_at: string | null;
  ended_at: string | null;
  attempts: number;
  /** Not to be tried before, while running or unknown; an unknown one without it is given up. */
  next_at: string | null;
  lease_by: string | null;
  lease_until: string | null;
  result: string | null;
  error: string | null;
  slack_channel: string | null;
  slack_ts: string | null;
};

export type ApprovalVoteRow = {
  approval_id: string;
  by: string;
  vote: string;
  reason: string | null;
  via: string;
  at: string;
};

export type KillOrderRow = {
  approval_id: string;
  trace_id: string;
  connection: string;
  /** By which way it was released: auto, slack, web, cli or key. */
  method: string;
  reason: string;
  ordered_by: string;
  ordered_at: string;
  first_read_at: string | null;
  answered_at: string | null;
  /** What the agent said: killed, finished or refused. */
  answer: string | null;
  revoked_at: string | null;
};

/** `hash` is SHA-256 over the canonical JSON of all other columns; `previous_hash` is that of seq - 1. */
export type AuditRow = {
  seq: number;
  at: string;
  kind: string;
  actor: string;
  via: string;
  subject: string;
  data: string;
  previous_hash: string;
  hash: string;
};
