import type { Approval } from "../contracts/approval.ts";
import type { Incident } from "../contracts/incident.ts";
import { gatherFacts, type ProposalFacts } from "../gate/gather-facts.ts";
import { proposeFor } from "../gate/propose-for.ts";
import type { Sentinel } from "../main.ts";
import { placesFor } from "../notify/places.ts";

type Told = ProposalFacts["tell"][number];

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
  };
  const slack = gate.ports.incidents_channel !== undefined;
  const programs: Told[] = settings.agents.push.length === 0 ? [] : ["webhook"];
  const approvals = new Map<string, Approval>();
  for (const incident of incidents) {
    // Where a route of notifications tells people of it, the gate need not: one incident, one thread.
    const places = placesFor(incident, settings.notify, settings.services, environment);
    const people: Told[] = slack && !places.some(({ fits }) => fits) ? ["slack"] : [];
    const facts = await gatherFacts({ ...sources, tell: [...people, ...programs] }, incident, now());
    for (const answer of await proposeFor(gate, incident, facts)) {
      if ("denied" in answer) log.info({ incident: incident.id, why: answer.denied }, "not proposed");
      else approvals.set(answer.id, answer);
    }
  }
  return [...approvals.values()];
}
