import { SentinelError } from "../errors.ts";
import { runQuery, type QueryContext } from "../queries/run.ts";
import type { State } from "../state/open.ts";
import type { EvidenceRow } from "../state/rows/evidence.ts";
import { compareAnswers, type Comparison, type Outcome } from "./compare-answers.ts";
import { findIncident } from "./find-incident.ts";
import { toEvidence, type Gathered } from "./gather-evidence.ts";
import { evidenceId } from "./read-incident.ts";
import { readParams, readRows, readTexts } from "./stored-json.ts";

export type VerifiedEvidence = Comparison & {
  id: string;
  query: string;
  rows_then: number;
  rows: number;
  hash: string;
  /** In words, when it is not the same. */
  reason: string | null;
};

export type Verification = {
  incident: string;
  at: string;
  /** The worst of its pieces: gone before changed before same. */
  outcome: Outcome;
  evidence: VerifiedEvidence[];
};

/**
 * Asks every evidence query of an incident again, with the same parameters as of the same moment, and says what
 * became of the answer. The result is stored. Throws `not_found` for the incident; what the lake refuses for lack of
 * time or a lock is thrown, since it says nothing of the evidence.
 */
export async function verifyIncident(
  context: QueryContext & { state: State },
  id: string,
  now: Date,
): Promise<Verification> {
  const { state } = context;
  const incident = await findIncident(state.db, id);
  const rows = await state.db
    .selectFrom("evidence")
    .selectAll()
    .where("incident_id", "=", incident.id)
    .orderBy("number")
    .execute();
  const at = now.toISOString();
  const checked = await Promise.all(rows.map(async (row) => ({ row, piece: await verifyOne(context, row) })));
  const stored = checked.map(
    ({ row, piece: { outcome, rows: now_rows, hash, added, removed, altered, reason } }) => ({
      incident_id: incident.id,
      number: row.number,
      at,
      outcome,
      rows: now_rows,
      hash,
      added,
      removed,
      altered,
      reason,
    }),
  );
  if (stored.length > 0) await state.db.insertInto("verifications").values(stored).execute();
  const evidence = checked.map(({ piece }) => piece);
  const outcome = (["gone", "changed"] as const).find((worst) =>
    evidence.some((piece) => piece.outcome === worst),
  );
  return { incident: incident.id, at, outcome: outcome ?? "same", evidence };
}

async function verifyOne(context: QueryContext, row: EvidenceRow): Promise<VerifiedEvidence> {
  const base = { id: evidenceId(row.number), query: row.query, rows_then: row.rows };
  const before = {
    hash: row.hash,
    stored_rows: readRows(row.stored_rows),
    row_hashes: readTexts(row.row_hashes),
  };
  try {
    const answer = await runQuery(context, row.query, readParams(row.params), new Date(row.as_of));
    const after = toEvidence(answer, { connections: readTexts(row.connections), fresh_from: row.as_of });
    const comparison = compareAnswers(before, after);
    return {
      ...base,
      ...comparison,
      rows: after.rows,
      hash: after.hash,
      reason: wordsOf(comparison, row, after),
    };
  } catch (error) {
    const unanswerable =
      error instanceof SentinelError && ["not_found", "invalid", "usage"].includes(error.code);
    if (!unanswerable) throw error;
    const reason = `it can no longer be asked: ${error.message}`;
    return { ...base, outcome: "gone", added: 0, removed: row.rows, altered: 0, rows: 0, hash: "", reason };
  }
}

function wordsOf(comparison: Comparison, then: EvidenceRow, { uncovered }: Gathered): string | null {
  const { outcome, added, removed, altered } = comparison;
  if (outcome === "same") return null;
  const [hole] = then.complete === 1 ? uncovered : [];
  const missing =
    hole && `the lake lacks ${hole.table} from ${hole.from} to ${hole.to}, which it had; sentinel sync`;
  if (outcome === "gone") {
    const why = missing ?? "deleted, past their retention, or not synced again";
    return `none of its ${then.rows} rows is there any more: ${why}`;
  }
  const parts = [`${added} added`, `${removed} removed`, `${altered} altered`].filter(
    (part) => !part.startsWith("0 "),
  );
  return `rows: ${parts.join(", ")}${missing === undefined ? "" : `; ${missing}`}`;
}
