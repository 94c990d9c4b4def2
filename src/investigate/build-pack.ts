import type { QueryDefinition } from "../contracts/query.ts";
import { findIncident } from "../incidents/find-incident.ts";
import { readFinding } from "../incidents/kept-finding.ts";
import { evidenceId, readIncident } from "../incidents/read-incident.ts";
import { readColumns, readHoles, readRows } from "../incidents/stored-json.ts";
import type { State } from "../state/open.ts";
import type { EvidenceRow } from "../state/rows/evidence.ts";
import { LINK_COLUMN } from "./citable.ts";
import type { EvidencePack, PackFinding, PackItem } from "./evidence-pack.ts";
import { plainText } from "./plain-text.ts";

/** Rows of an answer, and elements of a list in a row, that a narrator sees. */
const SAMPLE_ROWS = 6;
const SAMPLE_ELEMENTS = 5;

/** The evidence pack of an incident, from the state alone. Throws `not_found`. */
export async function buildPack(
  state: State,
  library: Map<string, QueryDefinition>,
  id: string,
): Promise<EvidencePack> {
  const row = await findIncident(state.db, id);
  // The pack holds nothing that depends on the clock: the same evidence gives the same pack.
  const incident = await readIncident(state.db, row, new Date(row.updated_at));
  const stored = await state.db
    .selectFrom("findings")
    .selectAll()
    .where("incident_id", "=", row.id)
    .execute();
  const kept = new Map(stored.map((finding) => [finding.id, readFinding(finding)]));
  const evidence = await state.db
    .selectFrom("evidence")
    .selectAll()
    .where("incident_id", "=", row.id)
    .orderBy("number")
    .execute();
  const findings = incident.findings.flatMap(({ id: finding_id, evidence: cited }): PackFinding[] => {
    const finding = kept.get(finding_id);
    if (finding === undefined) return [];
    const { detector, type, fingerprint, severity, title, window, subject, facts, blame } = finding;
    const { cost_usd, cost_usd_per_hour, suggested_action } = finding;
    return [
      {
        detector,
        type,
        fingerprint,
        severity,
        title,
        window,
        subject,
        facts,
        blame,
        cost_usd,
        cost_usd_per_hour,
        suggested_action,
        evidence: cited,
      },
    ];
  });
  const [leader, ...others] = findings;
  if (leader === undefined) throw new Error(`incident ${row.id} has no finding`);
  const { type, severity, title, connection, window, cost_usd, projected_6h_usd, blame, no_blame, links } =
    incident;
  const { suggested_action, requires_approval, former } = incident;
  return {
    id: row.id,
    type,
    severity,
    title,
    connection,
    window,
    cost_usd,
    projected_6h_usd,
    blame,
    no_blame,
    links,
    suggested_action,
    requires_approval,
    former,
    findings: [leader, ...others],
    items: evidence.map((piece) => toItem(piece, library)),
  };
}

function toItem(row: EvidenceRow, library: Map<string, QueryDefinition>): PackItem {
  return {
    id: evidenceId(row.number),
    query: row.query,
    question: library.get(row.query)?.question ?? row.query,
    as_of: row.as_of,
    rows: row.rows,
    complete: row.complete === 1,
    uncovered: readHoles(row.uncovered),
    columns: readColumns(row.columns),
    sample: readRows(row.stored_rows).slice(0, SAMPLE_ROWS).map(shorten),
  };
}

const shorten = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, isLink(name, value) ? value : shortValue(value)]),
  );

function shortValue(value: unknown): unknown {
  if (typeof value === "string") return plainText(value);
  return Array.isArray(value) ? value.slice(0, SAMPLE_ELEMENTS).map(shortValue) : value;
}

/** A vendor's own link has a column to itself; one inside a text is the writer's. */
const isLink = (column: string, value: unknown): boolean =>
  LINK_COLUMN.test(column) && typeof value === "string" && /^https?:\/\/\S{1,300}$/.test(value);
