/** Risk of pull requests. */

/** What a merge was followed by, against the expected; null where it cannot be said. */
export type RiskMergeRow = {
  connection: string;
  repo: string;
  sha: string;
  number: number | null;
  title: string | null;
  committed_at: string;
  live_at: string;
  files: number;
  /** Hours of the 24 after it that could be measured. */
  hours: number;
  cost_usd: number | null;
  errors: number | null;
  measured_at: string;
};

/** A file's part of what its merge was followed by. */
export type FileRiskRow = {
  connection: string;
  repo: string;
  sha: string;
  path: string;
  previous_path: string | null;
  cost_usd: number | null;
  errors: number | null;
};

/** The one comment about a pull request's risk; the row stays when the comment is gone. */
export type RiskCommentRow = { repo: string; number: number; comment_id: number; written_at: string };

/** A pull request that GitHub told of. `version` grows with each event, so that none is lost while one is worked on. */
export type PullToAssessRow = {
  repo: string;
  number: number;
  version: number;
  asked_at: string;
  tries: number;
  next_at: string;
  lease_by: string | null;
  lease_until: string | null;
};

/** A merge that GitHub told of, until it was measured over its whole day. */
export type MergeToMeasureRow = { repo: string; number: number; merged_at: string; next_at: string };
