/** The on-call patrol over what the lake holds: judge, correlate, explain, tell, propose. */
import type { Finding } from "../contracts/finding.ts";
import type { Approval } from "../contracts/approval.ts";
import type { Incident } from "../contracts/incident.ts";
import { detect, type NotJudged } from "../detect/run.ts";
import { mirrorGate } from "../gate/mirror-gate.ts";
import { listIncidents } from "../incidents/list-incidents.ts";
import { mirrorIncidents } from "../incidents/mirror.ts";
import { recordFindings, type Recorded } from "../incidents/record-findings.ts";
import { narrateIncidents } from "../investigate/narrate.ts";
import type { Sentinel } from "../main.ts";
import type { Told } from "../notify/notify-incidents.ts";
import { mirrorAccepted } from "../quality/mirror-accepted.ts";
import { proposeActions } from "./propose-actions.ts";
import { tellPeople } from "./tell-people.ts";

export type PatrolReport = {
  at: string;
  judged: string[];
  not_judged: NotJudged[];
  findings: Finding[];
  /** The incidents that the findings opened or updated, whole. */
  incidents: Incident[];
  settled: Recorded["settled"];
  /** What these incidents propose, or had proposed before; empty when nothing was to be proposed. */
  approvals: Approval[];
  /** What people were told; empty when nobody was to be told. */
  told: Told[];
};

/**
 * Judges the moment `at` with the detectors named (all when none is). With `tell` people learn what is new about any
 * incident; with `propose` the incidents it touched propose their actions. Throws `not_found` for an unknown detector.
 */
export async function patrol(
  sentinel: Sentinel,
  at: Date,
  ids: string[],
  options: { tell?: boolean; propose?: boolean } = {},
): Promise<PatrolReport> {
  const { log, now } = sentinel;
  const lake = await sentinel.lake();
  const library = sentinel.library();
  const state = sentinel.state();
  await sentinel.catalogue();
  await mirrorAccepted(state, lake);
  const limits = { detectors: sentinel.detectors, limits: sentinel.settings.detectors };
  const { freshness_minutes } = sentinel.settings;
  const detection = await detect(
    { lake, library, freshness_minutes, ...limits },
    at,
    ids.length > 0 ? ids : undefined,
  );
  const recorded = await recordFindings({ lake, library, state, log, freshness_minutes }, detection);
  const touched = new Set([...recorded.opened, ...recorded.updated]);
  await narrateIncidents(sentinel.narration(), [...touched]);
  const incidents = await listIncidents(state, now(), { status: "all", ids: [...touched] });
  // Told before it is proposed: an approval is read by whoever knows what it is about.
  const told = options.tell === true ? await tellPeople(sentinel) : [];
  const approvals = options.propose === true ? await proposeActions(sentinel, incidents) : [];
  await mirrorIncidents(state, lake);
  await mirrorGate(state, lake);
  return {
    at: detection.at,
    judged: detection.judged,
    not_judged: detection.not_judged,
    findings: detection.findings,
    incidents,
    settled: recorded.settled,
    approvals,
    told,
  };
}
