/** Incidents: what they are made of, what was told of them and what people said. */
import type { Generated } from "kysely";

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

/** `from_id` and `to_id` are finding ids, or `commit:<repo>@<sha>`. */
export type LinkRow = {
  incident_id: string;
  from_id: string;
  to_id: string;
  kind: string;
  strength: number;
  why: string;
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

export type VerdictRow = {
  id: Generated<number>;
  incident_id: string;
  verdict: string;
  by: string;
  note: string | null;
  at: string;
};
