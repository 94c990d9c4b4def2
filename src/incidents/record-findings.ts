import type { Finding } from "../contracts/finding.ts";
import type { State } from "../state/open.ts";
import type { AskContext } from "./ask-rows.ts";
import { formerIncident, isSettled } from "./former-incident.ts";
import { gatherEvidence } from "./gather-evidence.ts";
import { gatherSurroundings } from "./gather-surroundings.ts";
import { groupTroubles } from "./group-troubles.ts";
import { identityOf, keepFinding, utc } from "./kept-finding.ts";
import { inLeadOrder } from "./lead.ts";
import { openFindings } from "./open-findings.ts";
import { placeGroup, type Brought } from "./place-group.ts";
import { siblingsOf } from "./surroundings.ts";

export type RecordContext = AskContext & {
  state: State;
  /** How far the data may lag behind the judged moment without being incomplete; 30 when not given. */
  freshness_minutes?: number | undefined;
};

const FRESHNESS_MINUTES = 30;
const MINUTE_MS = 60_000;

export type Recorded = {
  /** Incidents that are new. */
  opened: string[];
  /** Open incidents that a finding repeated, joined or that a new link merged. */
  updated: string[];
  merged: { id: string; into: string }[];
  /** Findings that say nothing beyond an incident that was resolved after them. */
  settled: { detector: string; fingerprint: string; incident: string }[];
};

/**
 * Turns the findings of one detection into incidents. The same trouble (detector, connection, key) on an open
 * incident updates it; findings that a link stronger than nearness ties become one incident; trouble that goes on
 * after its incident was resolved opens a new one. Evidence is gathered first, then all is stored in one transaction.
 */
export async function recordFindings(
  context: RecordContext,
  detection: { at: string; findings: Finding[] },
): Promise<Recorded> {
  // Sorted, so that neither ids nor merged texts depend on the order in which detectors ran.
  const findings = detection.findings
    .map((finding) => ({ finding, text: JSON.stringify(finding) }))
    .toSorted((one, other) => (one.text < other.text ? -1 : 1))
    .map(({ finding }) => finding);
  const lag_ms = (context.freshness_minutes ?? FRESHNESS_MINUTES) * MINUTE_MS;
  const freshFrom = (at: string) => new Date(Date.parse(at) - lag_ms);
  const known = await openFindings(context.state.db);
  const judged_at = new Date(detection.at);
  const around = await gatherSurroundings(
    context,
    known,
    findings.map(keepFinding),
    judged_at,
    freshFrom(detection.at),
  );
  const evidence = await gatherEvidence(context, findings, ({ connection, at }) => ({
    connections: siblingsOf(connection, around.services),
    fresh_from: freshFrom(at).toISOString(),
  }));

  return context.state.write(async (db) => {
    const open = await openFindings(db);
    const recorded: Recorded = { opened: [], updated: [], merged: [], settled: [] };
    const brought: Brought = new Map();
    const held = new Set(open.map(identityOf));
    const fresh: Finding[] = [];
    for (const finding of findings) {
      const identity = identityOf(finding);
      const former = held.has(identity) ? undefined : await formerIncident(db, finding);
      if (former !== undefined && isSettled(finding, former)) {
        const { detector, fingerprint } = finding;
        recorded.settled.push({ detector, fingerprint, incident: former.id });
        continue;
      }
      fresh.push(finding);
      brought.set(identity, {
        at: utc(finding.at),
        evidence: evidence.get(finding) ?? [],
        former: former?.id,
      });
    }
    const groups = groupTroubles(open, fresh, around).toSorted(byLeader);
    for (const group of groups) {
      const known_ids = new Set(group.findings.flatMap(({ incident_id }) => incident_id ?? []));
      if (group.judged.size === 0 && known_ids.size < 2) continue;
      const { id, opened, absorbed } = await placeGroup(db, group, brought, around, utc(detection.at));
      (opened ? recorded.opened : recorded.updated).push(id);
      recorded.merged.push(...absorbed.map((gone) => ({ id: gone, into: id })));
    }
    return recorded;
  });
}

function byLeader(one: { findings: Parameters<typeof inLeadOrder>[0] }, other: typeof one): number {
  const [leader] = inLeadOrder([...one.findings, ...other.findings]);
  return leader !== undefined && one.findings.includes(leader) ? -1 : 1;
}
