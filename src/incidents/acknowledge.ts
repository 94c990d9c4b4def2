import type { Incident } from "../contracts/incident.ts";
import { SentinelError } from "../errors.ts";
import type { State } from "../state/open.ts";
import { decide, refuseResolved, type Decision } from "./decide.ts";

/** Somebody takes the incident. Throws `conflict` when another has, or when it is resolved. */
export function acknowledge(state: State, id: string, decision: Decision): Promise<Incident> {
  return decide(state, id, decision, (row) => {
    refuseResolved(row);
    if (row.status === "acknowledged" && row.acknowledged_by !== decision.by) {
      throw new SentinelError(
        "conflict",
        `incident ${row.id} is already acknowledged by ${row.acknowledged_by}`,
      );
    }
    return {
      status: "acknowledged",
      acknowledged_at: row.acknowledged_at ?? decision.at.toISOString(),
      acknowledged_by: decision.by,
      snoozed_until: null,
    };
  });
}
