import type { SelectQueryBuilder } from "kysely";

import type { StateDb } from "../state/open.ts";
import type { EvidenceRow } from "../state/rows/evidence.ts";
import type { FindingRow, LinkRow } from "../state/rows/incidents.ts";
import type { StateTables } from "../state/schema.ts";

/** What an incident is made of beside its own row, without the stored rows of its evidence. */
type Parts = {
  findings: FindingRow[];
  /** In the order of their numbers. */
  evidence: Omit<EvidenceRow, "uncovered" | "columns" | "stored_rows" | "row_hashes">[];
  /** The strongest first. */
  links: LinkRow[];
  narrative?: { text: string; by: string; dropped: number };
  verdict?: { verdict: string };
};

/** By the incident's id; one of which there is nothing is not in it. */
export type IncidentParts = Map<string, Parts>;

/** The parts of many incidents in five queries, however many there are. `ids` selects their ids. */
export async function partsOfIncidents(
  db: StateDb,
  ids: SelectQueryBuilder<StateTables, "incidents", { id: string }>,
): Promise<IncidentParts> {
  const [findings, evidence, links, narratives, verdicts] = await Promise.all([
    db.selectFrom("findings").selectAll().where("incident_id", "in", ids).execute(),
    db
      .selectFrom("evidence")
      .select(["incident_id", "number", "finding_id", "query", "params", "as_of"])
      .select(["rows", "hash", "connections", "complete"])
      .where("incident_id", "in", ids)
      .orderBy("number")
      .execute(),
    db
      .selectFrom("links")
      .selectAll()
      .where("incident_id", "in", ids)
      .orderBy("strength", "desc")
      .orderBy("why")
      .execute(),
    db
      .selectFrom("narratives")
      .select(["incident_id", "text", "by", "dropped"])
      .where("id", "in", (eb) => latestOf(eb.selectFrom("narratives").where("incident_id", "in", ids)))
      .execute(),
    db
      .selectFrom("verdicts")
      .select(["incident_id", "verdict"])
      .where("id", "in", (eb) => latestOf(eb.selectFrom("verdicts").where("incident_id", "in", ids)))
      .execute(),
  ]);
  const parts: IncidentParts = new Map();
  const of = ({ incident_id }: { incident_id: string }): Parts => {
    const known = parts.get(incident_id) ?? { findings: [], evidence: [], links: [] };
    parts.set(incident_id, known);
    return known;
  };
  for (const finding of findings) of(finding).findings.push(finding);
  for (const piece of evidence) of(piece).evidence.push(piece);
  for (const link of links) of(link).links.push(link);
  for (const narrative of narratives) of(narrative).narrative = narrative;
  for (const verdict of verdicts) of(verdict).verdict = verdict;
  return parts;
}

const latestOf = <Table extends "narratives" | "verdicts">(
  rows: SelectQueryBuilder<StateTables, Table, object>,
) =>
  (rows as SelectQueryBuilder<StateTables, "narratives", object>)
    .select(({ fn }) => fn.max("id").as("latest"))
    .groupBy("incident_id");
