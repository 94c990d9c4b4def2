import type { Evidence } from "../contracts/incident.ts";
import type { Answer, QueryDefinition } from "../contracts/query.ts";
import { SentinelError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";
import { writtenOut } from "../queries/written-out.ts";
import type { State } from "../state/open.ts";
import { findIncident } from "./find-incident.ts";
import { evidenceId } from "./read-incident.ts";
import { readColumns, readParams, readRows, readTexts } from "./stored-json.ts";

export type EvidenceAnswer = Evidence &
  Pick<Answer, "columns"> & {
    /** What the query asks, in words; empty when the library no longer has it. */
    question: string;
    caveats: string[];
    /** The rows as they were then: the first ones of `rows`. */
    sample: Answer["rows"];
    /** The question as a statement that stands on its own; null when the library no longer has it. */
    sql: string | null;
  };

/** One piece of evidence (`e1`) with its rows as they were then. Throws `not_found` for the incident and for the piece. */
export async function readEvidence(
  { state, library }: { state: State; library: Map<string, QueryDefinition> },
  incident_id: string,
  id: string,
): Promise<EvidenceAnswer> {
  const incident = await findIncident(state.db, incident_id);
  const pieces = await state.db
    .selectFrom("evidence")
    .selectAll()
    .where("incident_id", "=", incident.id)
    .orderBy("number")
    .execute();
  const piece = pieces.find(({ number }) => evidenceId(number) === id);
  if (piece === undefined) {
    const ids = pieces.map(({ number }) => evidenceId(number));
    throw new SentinelError("not_found", `incident ${incident.id} has no evidence ${id}`, {
      hint: didYouMean(id, ids, `it has ${ids.join(", ")}`),
    });
  }
  const { query, as_of, rows, hash, complete } = piece;
  const params = readParams(piece.params);
  const definition = library.get(query);
  return {
    id,
    query,
    params,
    as_of,
    rows,
    hash,
    connections: readTexts(piece.connections),
    complete: complete === 1,
    question: definition?.question ?? "",
    caveats: definition?.caveats ?? [],
    columns: readColumns(piece.columns),
    sample: readRows(piece.stored_rows),
    sql: definition === undefined ? null : writtenOut(definition, params),
  };
}
