/** What is said about a pull request before it is merged. */
import type { FileMerge } from "./read-history.ts";
import type { Terms } from "./score-files.ts";

export type RiskReason = {
  path: string;
  /** Points that the file alone would have. */
  points: number;
  merges: number;
  errors: number;
  cost_usd: number;
  /** The merge of the file that was followed by most. */
  worst: Pick<FileMerge, "sha" | "number" | "live_at"> | null;
  /** Incidents whose blame is a merge of the file. */
  incidents: string[];
  text: string;
};

export type RiskCoverage = {
  /** Files changed, those of them that are listed, that merges touched before, and whose merges could be measured. */
  changed_files: number;
  listed_files: number;
  files_with_history: number;
  files_measured: number;
  merges: number;
  measured_merges: number;
  /** The oldest merge that counts. */
  since: string | null;
  /** What the answer does not rest on, in words. */
  notes: string[];
};

export type RiskVerdict = "high" | "medium" | "low" | "no_history";

export type Assessment = {
  repo: string;
  number: number;
  head_sha: string | null;
  /** The connection whose history it is; null when there is none. */
  connection: string | null;
  at: string;
  verdict: RiskVerdict;
  /** One sentence. */
  says: string;
  /** 0..100; null without a history. */
  score: number | null;
  threshold: number;
  terms: Terms;
  /** Up to three, the weightiest first. */
  reasons: RiskReason[];
  /** What would lower the score, and to what. */
  would_lower: { what: string; score: number }[];
  files: { path: string; terms: Terms; merges: number; measured: number }[];
  coverage: RiskCoverage;
};
