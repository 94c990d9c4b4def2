/**
 * The tables of the state as Kysely sees them. Times are ISO 8601 UTC text, JSON is text, flags are 0 or 1:
 * all three have the same meaning in SQLite and in PostgreSQL.
 */
import type { Generated } from "kysely";

import type {
  FileRiskRow,
  MergeToMeasureRow,
  PullToAssessRow,
  RiskCommentRow,
  RiskMergeRow,
} from "./risk-rows.ts";

import type { JobRunRow, JobStateRow } from "./job-rows.ts";

export type IncidentRow = {
  id: string;
  connection: string;
  type: string;
  severity: string;
  status: string;
  title: string;
  opened_at: string;
  updated_at: string;
  from_at: string;
  to_at: string;
  cost_usd: number | null;
  projected_6h_usd: number | null;
  blame: string | null;
  no_blame: string | null;
  suggested_action: string | null;
  requires_approval: number;
  /** The resolved incident that the same trouble had before. */
  former: string | null;
  /** The incident that took this one in, once a link showed them to be one trouble. */
  merged_into: string | null;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  snoozed_until: string | null;
  resolved_at: string | null;
  resolved_by: string | null;
  resolution: string | null;
};

export type FindingRow = {
  id: string;
  incident_id: string;
  detector: string;
  type: string;
  key: string;
  connection: string;
  fingerprint: string;
  severity: string;
  title: string;
  from_at: string;
  to_at: string;
  subject: string;
  cost_usd: number | null;
  cost_usd_per_hour: number | null;
  facts: string;
  blame: string | null;
  suggested_action: string | null;
  requires_approval: number;
  /** First and latest moment that was judged so. */
  first_at: string;
  last_at: string;
  times_seen: number;
};

/** One question and its answer at one moment. `number` is what narratives cite: 3 is `e3`. */
export type EvidenceRow = {
  incident_id: string;
  number: number;
  finding_id: string;
  query: string;
  params: string;
  as_of: string;
  rows: number;
  hash: string;
  /** Whose rows of the answer count. */
  connections: string;
  complete: number;
  uncovered: string;
  columns: string;
  /** The first rows, for reading and for saying what changed. */
  stored_rows: string;
  /** One short hash per row of the whole answer. */
  row_hashes: string;
};

export type NarrativeRow = {
  id: Generated<number>;
  incident_id: string;
  text: string;
  by: string;
  dropped: number;
  /** Hash of the evidence pack that it tells of: while the pack stays, so does the narrative. */
  pack_hash: string;
  at: string;
};

/** `from_id` and `to_id` are finding ids, or `commit:<repo>@<sha>`. */
export type LinkRow = {
  incident_id: string;
  from_id: string;
  to_id: string;
  kind: string;
  strength: number;
  why: string;
};

export type VerdictRow = {
  id: Generated<number>;
  incident_id: string;
  verdict: string;
  by: string;
  note: string | null;
  at: string;
};

export type VerificationRow = {
  id: Generated<number>;
  incident_id: string;
  number: number;
  at: string;
  outcome: string;
  rows: number;
  hash: string;
  added: number;
  removed: number;
  altered: number;
  reason: string | null;
};

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

/** Something that leaves. `status` is waiting, sent or dead; `cause` is the incident or approval it is about. */
export type OutboxRow = {
  id: Generated<number>;
  channel: string;
  key: string;
  payload: string;
  cause: string;
  status: string;
  attempts: number;
  created_at: string;
  next_at: string;
  lease_by: string | null;
  lease_until: string | null;
  sent_at: string | null;
  result: string | null;
  error: string | null;
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

export type ApiKeyRow = {
  id: string;
  name: string;
  role: string;
  /** SHA-256 of the key: it has 256 random bits, so a slow hash would add nothing. */
  hash: string;
  created_at: string;
  created_by: string;
  last_used_at: string | null;
  revoked_at: string | null;
};

export type SessionRow = {
  hash: string;
  key_id: string | null;
  name: string;
  role: string;
  created_at: string;
  expires_at: string;
  ended_at: string | null;
};

export type ReplayRow = { signature: string; seen_at: string };

/** One judgement of a connection's traces, 24 hours back from `at`. `reasons`, `missed` and `uncovered` are JSON. */
export type SamplingRow = {
  connection: string;
  at: string;
  since: string;
  traces: number;
  kept: number;
  /** Traces per reason. */
  reasons: string;
  /** Traces that findings named, and which of them the rule had dropped. */
  named: number;
  missed: string;
  uncovered: string;
};

export type SampledTraceRow = {
  connection: string;
  trace_id: string;
  agent: string | null;
  started_at: string;
  points: number;
  reasons: string;
  sampled_at: string;
};

/** A form that a feature's outputs had. `status` is first, drifted or accepted; `snapshot` is JSON. */
export type SchemaVersionRow = {
  connection: string;
  feature: string;
  version: number;
  status: string;
  snapshot: string;
  /** The outputs of this form began then. */
  shape_from: string;
  first_seen_at: string;
  last_seen_at: string;
  accepted_at: string | null;
  accepted_by: string | null;
  reason: string | null;
};

/** `content` is the digest whole, as src/reports/digest/digest.ts has it. One row per week: it is made once. */
export type DigestRow = { week: string; from_at: string; to_at: string; made_at: string; content: string };

/** What was said of an incident in one place: a Slack channel, a mailbox, PagerDuty, a webhook. */
export type NoticeRow = {
  incident_id: string;
  place: string;
  /** The letter that began the thread; of another incident where both were told together. */
  thread_key: string;
  connection: string;
  severity: string;
  /** What a reader knows, as src/notify/news.ts writes it. */
  told: string;
  letters: number;
  first_at: string;
  last_at: string;
  /** When the end was told. */
  closed_at: string | null;
};

export type StateTables = {
  approvals: ApprovalRow;
  approval_votes: ApprovalVoteRow;
  audit: AuditRow;
  outbox: OutboxRow;
  kill_orders: KillOrderRow;
  api_keys: ApiKeyRow;
  sessions: SessionRow;
  replays: ReplayRow;
  digests: DigestRow;
  notices: NoticeRow;
  incidents: IncidentRow;
  findings: FindingRow;
  evidence: EvidenceRow;
  narratives: NarrativeRow;
  links: LinkRow;
  verdicts: VerdictRow;
  verifications: VerificationRow;
  samplings: SamplingRow;
  sampled_traces: SampledTraceRow;
  schema_versions: SchemaVersionRow;
  risk_merges: RiskMergeRow;
  file_risk_history: FileRiskRow;
  risk_comments: RiskCommentRow;
  pulls_to_assess: PullToAssessRow;
  merges_to_measure: MergeToMeasureRow;
  job_states: JobStateRow;
  job_runs: JobRunRow;
};
