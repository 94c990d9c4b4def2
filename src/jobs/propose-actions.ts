import type { Approval } from "../contracts/approval.ts";
import type { Incident } from "../contracts/incident.ts";
import { gatherFacts } from "../gate/gather-facts.ts";
import { proposeFor } from "../gate/propose-for.ts";
import type { Sentinel } from "../main.ts";

/** Has each incident propose its actions; the worst first, since automatic ones have an hourly budget. */
export async function proposeActions(sentinel: Sentinel, incidents: Incident[]): Promise<Approval[]> {
  const { settings, log, now, environment } = sentinel;
  const gate = sentinel.gate();
  const sources = {
    lake: await sentinel.lake(),
    library: sentinel.library(),
    state: sentinel.state(),
    target_repo: environment("GITHUB_TARGET_REPO"),
    workflows: settings.workflows,
    tell: [
      ...(gate.ports.incidents_channel === undefined ? [] : (["slack"] as const)),
      ...(settings.agents.push.length === 0 ? [] : (["webhook"] as const)),
    ],
  };
  const approvals = new Map<string, Approval>();
  for (const incident of incidents) {
    const facts = await gatherFacts(sources, incident, now());
    for (const answer of await proposeFor(gate, incident, facts)) {
      if ("denied" in answer) log.info({ incident: incident.id, why: answer.denied }, "not proposed");
      else approvals.set(answer.id, answer);
    }
  }
  return [...approvals.values()];
}
