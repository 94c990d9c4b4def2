/** Sampled traces, and the forms of outputs. */

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
