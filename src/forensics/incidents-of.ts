import { readFinding } from "../incidents/kept-finding.ts";
import type { State } from "../state/open.ts";

/** Incidents with a finding that names the trace. */
export async function incidentsOf(
  { db }: State,
  trace_id: string,
  connection: string,
): Promise<{ id: string; title: string }[]> {
  const rows = await db
    .selectFrom("findings")
    .selectAll()
    .where("connection", "=", connection)
    .where("subject", "like", `%${JSON.stringify(trace_id).slice(1, -1)}%`)
    .execute();
  // The text search only narrows: `%` and `_` in an id fit more than they should.
  const naming = rows.map(readFinding).filter(({ subject }) => subject.trace_ids.includes(trace_id));
  const ids = [...new Set(naming.flatMap(({ incident_id }) => incident_id ?? []))];
  if (ids.length === 0) return [];
  return db.selectFrom("incidents").select(["id", "title"]).where("id", "in", ids).orderBy("id").execute();
}
