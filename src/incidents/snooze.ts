import type { Incident } from "../contracts/incident.ts";
import { SentinelError } from "../errors.ts";
import type { State } from "../state/open.ts";
import { decide, refuseResolved, type Decision } from "./decide.ts";

/** Quiet until a moment; it goes on collecting findings meanwhile. Throws `invalid` for a moment that has passed. */
export function snooze(state: State, id: string, decision: Decision & { until: Date }): Promise<Incident> {
  return decide(state, id, decision, (row) => {
    refuseResolved(row);
    const until = decision.until.toISOString();
    if (decision.until <= decision.at)
      throw new SentinelError("invalid", `${until} has passed: nothing to snooze until`);
    return { status: "snoozed", snoozed_until: until };
  });
}
