/**
 * The tables of the state as Kysely sees them; the rows of each are in src/state/rows. Times are ISO 8601 UTC text, JSON is
 * text, flags are 0 or 1: all three have the same meaning in SQLite and in PostgreSQL.
 */
import type { ApiKeyRow, ReplayRow, SessionRow } from "./rows/access.ts";
import type { EvidenceRow, VerificationRow } from "./rows/evidence.ts";
import type { ApprovalRow, ApprovalVoteRow, AuditRow, KillOrderRow } from "./rows/gate.ts";
import type { FindingRow, IncidentRow, LinkRow, NarrativeRow, VerdictRow } from "./rows/incidents.ts";
import type { JobRunRow, JobStateRow } from "./rows/jobs.ts";
import type { DigestRow, NoticeRow, OutboxRow } from "./rows/letters.ts";
import type { SampledTraceRow, SamplingRow, SchemaVersionRow } from "./rows/quality.ts";
import type {
  FileRiskRow,
  MergeToMeasureRow,
  PullToAssessRow,
  RiskCommentRow,
  RiskMergeRow,
} from "./rows/risk.ts";

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
