import { Severity } from "../contracts/finding.ts";
import { SentinelError } from "../errors.ts";
import { readFinding, type KeptFinding } from "../incidents/kept-finding.ts";
import type { StateDb } from "../state/open.ts";
import type { EvidenceRow } from "../state/rows/evidence.ts";

/** What an action is about, as policy and the digest see it. */
export type Subject = {
  severity: Severity;
  projected_6h_usd: number | null;
  findings: KeptFinding[];
  evidence: Pick<EvidenceRow, "number" | "hash" | "complete">[];
};

/**
 * What policy looks at in an incident, as the state has it now. Throws `not_found`, and `conflict` for one that is
 * resolved or became part of another.
 */
export async function incidentSubject(db: StateDb, incident_id: string): Promise<Subject> {
  const incident = await db
    .selectFrom("incidents")
    .selectAll()
    .where("id", "=", incident_id)
    .executeTakeFirst();
  if (incident === undefined) throw new SentinelError("not_found", `there is no incident ${incident_id}`);
  if (incident.merged_into !== null)
    throw new SentinelError("conflict", `incident ${incident_id} became part of ${incident.merged_into}`);
  if (incident.status === "resolved")
    throw new SentinelError(
      "conflict",
      `incident ${incident_id} is resolved: nothing is to be done about it`,
    );
  const findings = await db
    .selectFrom("findings")
    .selectAll()
    .where("incident_id", "=", incident_id)
    .execute();
  const evidence = await db
    .selectFrom("evidence")
    .select(["number", "hash", "complete"])
    .where("incident_id", "=", incident_id)
    .orderBy("number")
    .execute();
  const { projected_6h_usd } = incident;
  const severity = Severity.parse(incident.severity);
  return { severity, projected_6h_usd, findings: findings.map(readFinding), evidence };
}
