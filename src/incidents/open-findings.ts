import type { StateDb } from "../state/open.ts";
import { readFinding, type KeptFinding } from "./kept-finding.ts";

/** The findings of every incident that is not resolved: what new findings may belong to. */
export async function openFindings(db: StateDb): Promise<KeptFinding[]> {
  const rows = await db
    .selectFrom("findings")
    .innerJoin("incidents", "incidents.id", "findings.incident_id")
    .where("incidents.status", "!=", "resolved")
    .selectAll("findings")
    .orderBy("findings.id")
    .execute();
  return rows.map(readFinding);
}
