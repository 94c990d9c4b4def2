/** The proof of incidents, and what came of asking for it again. */
import type { Generated } from "kysely";

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
