import type { State } from "../state/open.ts";
import { readFinding, type KeptFinding } from "./kept-finding.ts";

/** A finding as lists show it; the incident holds its evidence. */
export type ListedFinding = Omit<KeptFinding, "subject" | "facts">;

export type FindingFilter = {
  incident?: string | undefined;
  detector?: string | undefined;
  connection?: string | undefined;
  limit: number;
};

/** Findings of all incidents, those judged last first. */
export async function listFindings(state: State, filter: FindingFilter): Promise<ListedFinding[]> {
  const { incident, detector, connection, limit } = filter;
  let rows = state.db.selectFrom("findings").selectAll();
  if (incident !== undefined) rows = rows.where("incident_id", "=", incident);
  if (detector !== undefined) rows = rows.where("detector", "=", detector);
  if (connection !== undefined) rows = rows.where("connection", "=", connection);
  const found = await rows.orderBy("last_at", "desc").orderBy("id").limit(limit).execute();
  return found.map(readFinding).map(({ subject: _subject, facts: _facts, ...finding }) => finding);
}
