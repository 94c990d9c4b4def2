import { Severity } from "../contracts/finding.ts";
import type { Incident } from "../contracts/incident.ts";
import { severityRank } from "../incidents/kept-finding.ts";
import type { StateDb } from "../state/open.ts";
import type { Place } from "./places.ts";

/**
 * The thread of another incident of the same product that was told there within the grouping window: what breaks at once
 * is read at once. A worse incident begins its own, or it would be overlooked under a lesser heading. PagerDuty and
 * webhooks keep incidents apart: programs read them.
 */
export async function sharedThread(
  db: StateDb,
  incident: Incident,
  place: Place,
  group_minutes: number,
  at: Date,
): Promise<string | undefined> {
  if (place.way !== "slack" && place.way !== "mail") return undefined;
  const recent = await db
    .selectFrom("notices")
    .select(["thread_key", "severity"])
    .where("place", "=", place.id)
    .where("connection", "=", incident.connection)
    .where("closed_at", "is", null)
    .where("first_at", ">", new Date(at.getTime() - group_minutes * 60_000).toISOString())
    .orderBy("first_at")
    .execute();
  return recent.find(
    ({ severity }) => severityRank(Severity.parse(severity)) >= severityRank(incident.severity),
  )?.thread_key;
}
