import { z } from "zod";

import { Severity } from "../contracts/finding.ts";
import { VERDICTS, type Incident } from "../contracts/incident.ts";
import type { StateDb } from "../state/open.ts";
import type { IncidentRow } from "../state/rows/incidents.ts";
import { readFinding, StoredBlame } from "./kept-finding.ts";
import { inLeadOrder } from "./lead.ts";
import { partsOfIncidents, type IncidentParts } from "./parts-of-incidents.ts";
import { statusAt } from "./status-at.ts";
import { readParams, readTexts } from "./stored-json.ts";

const Verdict = z.enum(VERDICTS);

/** How narratives and findings cite a piece of evidence of their incident. */
export const evidenceId = (number: number): string => `e${number}`;

/** The incident as every surface shows it. A snooze that has run out shows as open. */
export async function readIncident(db: StateDb, row: IncidentRow, now: Date): Promise<Incident> {
  const parts = await partsOfIncidents(db, db.selectFrom("incidents").select("id").where("id", "=", row.id));
  return wholeIncident(row, parts, now);
}

/** An incident's row with its parts, out of those of many. */
export function wholeIncident(row: IncidentRow, parts: IncidentParts, now: Date): Incident {
  const { findings = [], evidence = [], links = [] } = parts.get(row.id) ?? {};
  const { narrative, verdict } = parts.get(row.id) ?? {};
  const status = statusAt(row, now);
  return {
    id: row.id,
    type: row.type,
    severity: Severity.parse(row.severity),
    status,
    title: row.title,
    opened_at: row.opened_at,
    updated_at: row.updated_at,
    window: { from: row.from_at, to: row.to_at },
    connection: row.connection,
    cost_usd: row.cost_usd,
    projected_6h_usd: row.projected_6h_usd,
    blame: row.blame === null ? null : StoredBlame.parse(JSON.parse(row.blame)),
    no_blame: row.no_blame,
    suggested_action: row.suggested_action,
    requires_approval: row.requires_approval === 1,
    findings: inLeadOrder(findings.map(readFinding)).map(
      ({ id, detector, fingerprint, severity, title }) => ({
        id: id ?? "",
        detector,
        fingerprint,
        severity,
        title,
        evidence: evidence
          .filter(({ finding_id }) => finding_id === id)
          .map(({ number }) => evidenceId(number)),
      }),
    ),
    evidence: evidence.map(({ number, query, params, as_of, rows, hash, connections, complete }) => ({
      id: evidenceId(number),
      query,
      params: readParams(params),
      as_of,
      rows,
      hash,
      connections: readTexts(connections),
      complete: complete === 1,
    })),
    links: distinct(links.map(({ kind, strength, why }) => ({ kind, strength, why }))),
    narrative: narrative
      ? { text: narrative.text, by: narrative.by, dropped: narrative.dropped }
      : { text: "", by: "template", dropped: 0 },
    former: row.former,
    acknowledged_by: row.acknowledged_by,
    snoozed_until: status === "snoozed" ? row.snoozed_until : null,
    verdict: verdict === undefined ? null : Verdict.parse(verdict.verdict),
  };
}

const distinct = <T extends { kind: string; why: string }>(links: T[]): T[] => [
  ...new Map(links.map((link) => [JSON.stringify([link.kind, link.why]), link])).values(),
];
