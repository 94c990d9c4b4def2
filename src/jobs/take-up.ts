/** What becomes of findings, whoever judged: incidents, their words, news for people, proposals. */
import type { Approval } from "../contracts/approval.ts";
import type { Finding } from "../contracts/finding.ts";
import type { Incident } from "../contracts/incident.ts";
import { mirrorGate } from "../gate/mirror-gate.ts";
import { listIncidents } from "../incidents/list-incidents.ts";
import { mirrorIncidents } from "../incidents/mirror.ts";
import { recordFindings, type Recorded } from "../incidents/record-findings.ts";
import { narrateIncidents } from "../investigate/narrate.ts";
import type { Sentinel } from "../main.ts";
import type { Told } from "../notify/notify-incidents.ts";
import { proposeActions } from "./propose-actions.ts";
import { tellPeople } from "./tell-people.ts";

export type TakeUpOptions = {
  tell?: boolean | undefined;
  propose?: boolean | undefined;
  /** Words come from templates, and a patrol asks the model later: nobody has to wait for it. */
  by_template?: boolean;
};

export type TakenUp = {
  /** The incidents that the findings opened or updated, whole. */
  incidents: Incident[];
  settled: Recorded["settled"];
  /** What these incidents propose, or had proposed before; empty when nothing was to be proposed. */
  approvals: Approval[];
  /** What people were told; empty when nobody was to be told. */
  told: Told[];
};

/** Findings that are known update their incident, so that a patrol and a stream may both take up the same. */
export async function takeUp(
  sentinel: Sentinel,
  detection: { at: string; findings: Finding[] },
  { tell, propose, by_template = false }: TakeUpOptions,
): Promise<TakenUp> {
  const { log, now } = sentinel;
  const lake = await sentinel.lake();
  const library = sentinel.library();
  const state = sentinel.state();
  const { freshness_minutes } = sentinel.settings;
  const recorded = await recordFindings({ lake, library, state, log, freshness_minutes }, detection);
  const touched = new Set([...recorded.opened, ...recorded.updated]);
  const narration = sentinel.narration();
  await narrateIncidents(by_template ? { ...narration, model: undefined } : narration, [...touched]);
  const incidents = await listIncidents(state, now(), { status: "all", ids: [...touched] });
  // Told before it is proposed: an approval is read by whoever knows what it is about.
  const told = tell === true ? await tellPeople(sentinel) : [];
  const approvals = propose === true ? await proposeActions(sentinel, incidents) : [];
  await mirrorIncidents(state, lake);
  await mirrorGate(state, lake);
  return { incidents, settled: recorded.settled, approvals, told };
}
