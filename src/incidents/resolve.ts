import type { Incident } from "../contracts/incident.ts";
import type { State } from "../state/open.ts";
import { decide, refuseResolved, type Decision } from "./decide.ts";

/** The trouble is over. If it goes on after this moment, a new incident opens that names this one. */
export function resolve(
  state: State,
  id: string,
  decision: Decision & { resolution?: string | undefined },
): Promise<Incident> {
  return decide(state, id, decision, (row) => {
    refuseResolved(row);
    return {
      status: "resolved",
      resolved_at: decision.at.toISOString(),
      resolved_by: decision.by,
      resolution: decision.resolution ?? null,
      snoozed_until: null,
    };
  });
}
