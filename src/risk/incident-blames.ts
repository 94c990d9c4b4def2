import { StoredBlame } from "../incidents/kept-finding.ts";
import type { State } from "../state/open.ts";

export type IncidentBlame = { id: string; connection: string; sha: string };

/** Incidents whose blame lies in a repository, those absorbed by another left out. */
export async function readIncidentBlames(state: State, repo: string): Promise<IncidentBlame[]> {
  const rows = await state.db
    .selectFrom("incidents")
    .select(["id", "connection", "blame"])
    .where("merged_into", "is", null)
    .where("blame", "is not", null)
    .execute();
  return rows.flatMap(({ id, connection, blame }) => {
    const read = blame === null ? undefined : StoredBlame.parse(JSON.parse(blame));
    return read?.repo === repo ? [{ id, connection, sha: read.sha }] : [];
  });
}
