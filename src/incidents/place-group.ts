import type { StateDb } from "../state/open.ts";
import { absorbIncident } from "./absorb.ts";
import type { Gathered } from "./gather-evidence.ts";
import type { Group } from "./group-troubles.ts";
import { identityOf, writeFinding, type KeptFinding } from "./kept-finding.ts";
import { inLeadOrder } from "./lead.ts";
import { idStem, makeId } from "./make-id.ts";
import { saveEvidence } from "./save-evidence.ts";
import { saveLinks } from "./save-links.ts";
import { statusAt } from "./status-at.ts";
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
  const known = [...new Set(group.findings.flatMap(({ incident_id }) => incident_id ?? []))].toSorted();
  const [oldest, ...younger] = known;
  const id = oldest ?? (await openIncident(db, group, brought, around, at));
  for (const other of younger) await absorbIncident(db, other, id, at);
  const ids = await saveFindings(db, id, group.findings, brought);
  await refresh(db, id, group, around, ids, at);
  return { id, opened: oldest === undefined, absorbed: younger };
}

async function openIncident(db: StateDb, group: Group, brought: Brought, around: Surroundings, at: string): Promise<string> {
  const id = await freeId(db, "incidents", "inc", at);
  const formers = group.findings.flatMap((finding) => brought.get(identityOf(finding))?.former ?? []);
  await db
    .insertInto("incidents")
    .values({
      ...incidentColumns(triage(group.findings, around)),
      id,
      status: "open",
      opened_at: at,
      updated_at: at,
      former: formers.toSorted().at(-1) ?? null,
      merged_into: null,
      acknowledged_at: null,
      acknowledged_by: null,
      snoozed_until: null,
      resolved_at: null,
      resolved_by: null,
      resolution: null,
    })
    .execute();
  return id;
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
    const id = finding.id ?? (await freeId(db, "findings", "fnd", finding.first_at));
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

async function refresh(
  db: StateDb,
  id: string,
  group: Group,
  around: Surroundings,
  ids: Map<string, string>,
  at: string,
): Promise<void> {
  const whole = triage(group.findings, around);
  const stored = (identity: string) => ids.get(identity) ?? identity;
  const [leader] = inLeadOrder(group.findings);
  await saveLinks(
    db,
    id,
    group.links.map((link) => ({ ...link, from: stored(link.from), to: stored(link.to) })),
    whole.blame === null || whole.blame_link === undefined || leader === undefined
      ? undefined
      : { blame: whole.blame, link: whole.blame_link, leader: stored(identityOf(leader)) },
  );
  const row = await db
    .selectFrom("incidents")
    .select(["status", "snoozed_until", "acknowledged_by", "updated_at"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const status = statusAt(row, new Date(at));
  await db
    .updateTable("incidents")
    .set({
      ...incidentColumns(whole),
      status,
      snoozed_until: status === "snoozed" ? row.snoozed_until : null,
      updated_at: row.updated_at >= at ? row.updated_at : at,
    })
    .where("id", "=", id)
    .execute();
}

function incidentColumns({ window, blame, blame_link: _, requires_approval, ...rest }: ReturnType<typeof triage>) {
  return {
    ...rest,
    from_at: window.from,
    to_at: window.to,
    blame: blame === null ? null : JSON.stringify(blame),
    requires_approval: requires_approval ? 1 : 0,
  };
}

async function freeId(db: StateDb, table: "incidents" | "findings", prefix: string, at: string): Promise<string> {
  const stem = idStem(prefix, new Date(at));
  const { taken } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as("taken"))
    .where("id", "like", `${stem}%`)
    .executeTakeFirstOrThrow();
  return makeId(stem, Number(taken));
}
