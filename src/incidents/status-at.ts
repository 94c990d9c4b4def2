import { z } from "zod";

import type { IncidentStatus } from "../contracts/incident.ts";
import type { IncidentRow } from "../state/rows/incidents.ts";

const Status = z.enum(["open", "acknowledged", "snoozed", "resolved"]) satisfies z.ZodType<IncidentStatus>;

/** The status at a moment: a snooze that has run out leaves what was before it. */
export function statusAt(
  {
    status,
    snoozed_until,
    acknowledged_by,
  }: Pick<IncidentRow, "status" | "snoozed_until" | "acknowledged_by">,
  now: Date,
): IncidentStatus {
  const stored = Status.parse(status);
  if (stored !== "snoozed" || snoozed_until === null || snoozed_until > now.toISOString()) return stored;
  return acknowledged_by === null ? "open" : "acknowledged";
}
