/** The incident as the CLI, the API and SQL show it (see INTERFACE: JSON of an incident). */
import type { Blame, Severity } from "./finding.ts";
import type { Params } from "./query.ts";

export type IncidentStatus = "open" | "acknowledged" | "snoozed" | "resolved";

/** What a person says of an incident afterwards. */
export const VERDICTS = ["right", "wrong_cause", "noise"] as const;
export type Verdict = (typeof VERDICTS)[number];

export type Evidence = {
  id: string;
  query: string;
  params: Params;
  /** The moment the lake was asked. */
  as_of: string;
  rows: number;
  /** SHA-256 over the canonical JSON of the sorted row hashes. */
  hash: string;
  /** Whose rows of the answer count: the finding's connection and those that its service names beside it. */
  connections: string[];
  /** Whether every table it needs was covered over its window for these connections, the lag of a sync aside. */
  complete: boolean;
};

export type Narrative = {
  text: string;
  /** `template` or the model's name. */
  by: string;
  /** Sentences removed because a figure, SHA or link in them is not in the evidence. */
  dropped: number;
};

export type Incident = {
  id: string;
  type: string;
  severity: Severity;
  status: IncidentStatus;
  title: string;
  opened_at: string;
  updated_at: string;
  window: { from: string; to: string };
  connection: string;
  cost_usd: number | null;
  /** What the next six hours cost at the present rate. */
  projected_6h_usd: number | null;
  blame: Blame | null;
  /** Why there is no blame; null when there is. */
  no_blame: string | null;
  suggested_action: string | null;
  requires_approval: boolean;
  findings: {
    id: string;
    detector: string;
    fingerprint: string;
    severity: Severity;
    title: string;
    evidence: string[];
  }[];
  evidence: Evidence[];
  /** What tied the findings together, strongest first. */
  links: { kind: string; strength: number; why: string }[];
  narrative: Narrative;
  /** The resolved incident that the same trouble had before. */
  former: string | null;
  acknowledged_by: string | null;
  snoozed_until: string | null;
  /** The latest one given. */
  verdict: Verdict | null;
};
