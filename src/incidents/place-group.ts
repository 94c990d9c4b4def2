import type { StateDb } from "../state/open.ts";
import { absorbIncident } from "./absorb.ts";
import { freeId } from "./free-id.ts";
import type { Gathered } from "./gather-evidence.ts";
import type { Group } from "./group-troubles.ts";
import { identityOf, writeFinding, type KeptFinding } from "./kept-finding.ts";
import { inLeadOrder } from "./lead.ts";
import { saveEvidence } from "./save-evidence.ts";
import { saveLinks } from "./save-links.ts";
import { openIncident, refreshIncident } from "./save-triage.ts";
import type { Surroundings } from "./surroundings.ts";
import { triage } from "./triage.ts";

export type Placed = { id: string; opened: boolean; absorbed: string[] };

/** What the judged findings bring along, by identity. */
export type Brought = Map<string, { at: string; evidence: Gathered[]; former: string | undefined }>;

/**
 * Makes one group one incident: the oldest that it holds, or a new one; the others of it are absorbed. Runs inside
 * a write of the state.
 */
export async function placeGroup(
  db: StateDb,
  group: Group,
  brought: Brought,
  around: Surroundings,
  at: string,
): Promise<Placed> {
  const { summary, culprit } = triage(group.findings, around);
  const known = [...new Set(group.findings.flatMap(({ incident_id }) => incident_id ?? []))].toSorted();
  const [oldest, ...younger] = known;
  const id = oldest ?? (await openIncident(db, summary, formerOf(group, brought), at));
  for (const other of younger) await absorbIncident(db, other, id, at);

  const ids = await saveFindings(db, id, group.findings, brought);
  const stored = (identity: string) => ids.get(identity) ?? identity;
  const [leader] = inLeadOrder(group.findings).map((finding) => stored(identityOf(finding)));
  await saveLinks(
    db,
    id,
    group.links.map((link) => ({ ...link, from: stored(link.from), to: stored(link.to) })),
    culprit === undefined || leader === undefined ? undefined : { ...culprit, leader },
  );
  await refreshIncident(db, id, summary, at);
  return { id, opened: oldest === undefined, absorbed: younger };
}

function formerOf(group: Group, brought: Brought): string | null {
  const formers = group.findings.flatMap((finding) => brought.get(identityOf(finding))?.former ?? []);
  return formers.toSorted().at(-1) ?? null;
}

/** Answers the stored id of each finding, by identity. */
async function saveFindings(
  db: StateDb,
  incident_id: string,
  findings: KeptFinding[],
  brought: Brought,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const finding of inLeadOrder(findings)) {
    const identity = identityOf(finding);
    const fresh = brought.get(identity);
    const id = finding.id ?? (await freeId(db, "findings", finding.first_at));
    ids.set(identity, id);
    if (fresh === undefined) continue;
    const row = writeFinding(finding, id, incident_id);
    await db
      .insertInto("findings")
      .values(row)
      .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
      .execute();
    // A judgement of an earlier moment adds to the finding; its newest proof stays.
    if (fresh.at === finding.last_at) await saveEvidence(db, incident_id, id, fresh.evidence);
  }
  return ids;
}
