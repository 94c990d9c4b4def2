import type { StateDb } from "../state/open.ts";
import type { EvidenceRow } from "../state/rows/evidence.ts";
import type { Gathered } from "./gather-evidence.ts";

/**
 * Makes `gathered` the evidence of a finding. The first piece takes the number of the finding's first piece, and so
 * on: e1 stays the proof of the same claim when a later judgement renews it.
 */
export async function saveEvidence(
  db: StateDb,
  incident_id: string,
  finding_id: string,
  gathered: Gathered[],
): Promise<void> {
  const rows = await db
    .selectFrom("evidence")
    .select(["number", "finding_id"])
    .where("incident_id", "=", incident_id)
    .orderBy("number")
    .execute();
  const own = rows.filter((row) => row.finding_id === finding_id).map(({ number }) => number);
  const last = rows.at(-1)?.number ?? 0;
  await db.deleteFrom("evidence").where("finding_id", "=", finding_id).execute();
  const saved = gathered.map((piece, index): EvidenceRow => ({
    incident_id,
    number: own[index] ?? last + 1 + index - own.length,
    finding_id,
    query: piece.query,
    params: JSON.stringify(piece.params),
    as_of: piece.as_of,
    rows: piece.rows,
    hash: piece.hash,
    connections: JSON.stringify(piece.connections),
    complete: piece.complete ? 1 : 0,
    uncovered: JSON.stringify(piece.uncovered),
    columns: JSON.stringify(piece.columns),
    stored_rows: JSON.stringify(piece.stored_rows),
    row_hashes: JSON.stringify(piece.row_hashes),
  }));
  if (saved.length > 0) await db.insertInto("evidence").values(saved).execute();
}
