import type { Incident } from "../contracts/incident.ts";
import { Severity } from "../contracts/finding.ts";
import type { State } from "../state/open.ts";
import { fits, type IncidentFilter } from "./incident-filter.ts";
import { nextCursor, paged, type IncidentPage } from "./incident-page.ts";
import { StoredBlame } from "./kept-finding.ts";
import { statusAt } from "./status-at.ts";

/** An incident as a long list shows it: what is needed to choose one. */
export type ListedIncident = Pick<
  Incident,
  | "id"
  | "type"
  | "severity"
  | "status"
  | "title"
  | "connection"
  | "opened_at"
  | "window"
  | "cost_usd"
  | "projected_6h_usd"
> & { blame: { repo: string; sha: string; message: string } | null };

/** One page of a list of incidents, in one query. Throws `invalid` for a cursor of another list. */
export async function listIncidentRows(
  state: State,
  now: Date,
  filter: IncidentFilter,
  page: IncidentPage,
): Promise<{ rows: ListedIncident[]; next: string | null }> {
  const found = await paged(state.db.selectFrom("incidents").where(fits(filter, now)), page)
    .select(["id", "type", "severity", "status", "title", "connection", "opened_at", "from_at", "to_at"])
    .select(["cost_usd", "projected_6h_usd", "blame", "snoozed_until", "acknowledged_by"])
    .execute();
  const rows = found.map(({ from_at, to_at, blame, snoozed_until, acknowledged_by, ...row }) => ({
    ...row,
    severity: Severity.parse(row.severity),
    status: statusAt({ status: row.status, snoozed_until, acknowledged_by }, now),
    window: { from: from_at, to: to_at },
    blame: blame === null ? null : commitOf(blame),
  }));
  return { rows, next: nextCursor(found, page) };
}

function commitOf(blame: string) {
  const { repo, sha, message } = StoredBlame.parse(JSON.parse(blame));
  return { repo, sha, message };
}
