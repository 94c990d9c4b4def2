/** What is known of an incident, small enough to be read at once: the only thing a narrator sees. */
import type { Blame, Severity } from "../contracts/finding.ts";

export type Facts = Record<string, string | number | boolean | null>;

export type PackFinding = {
  detector: string;
  type: string;
  fingerprint: string;
  severity: Severity;
  title: string;
  window: { from: string; to: string };
  subject: Record<string, string[]>;
  facts: Facts;
  cost_usd: number | null;
  cost_usd_per_hour: number | null;
  blame: Blame | null;
  suggested_action: string | null;
  evidence: string[];
};

export type PackItem = {
  /** What a sentence cites. */
  id: string;
  query: string;
  /** What the query asks, in the library's own words. */
  question: string;
  as_of: string;
  rows: number;
  complete: boolean;
  uncovered: { table: string; connection: string; from: string; to: string }[];
  columns: { name: string; type: string }[];
  sample: Record<string, unknown>[];
};

export type EvidencePack = {
  id: string;
  type: string;
  severity: Severity;
  title: string;
  connection: string;
  window: { from: string; to: string };
  cost_usd: number | null;
  projected_6h_usd: number | null;
  blame: Blame | null;
  no_blame: string | null;
  suggested_action: string | null;
  requires_approval: boolean;
  /** The resolved incident that the same trouble had before. */
  former: string | null;
  /** The leading finding first. */
  findings: [PackFinding, ...PackFinding[]];
  links: { kind: string; strength: number; why: string }[];
  items: PackItem[];
};
