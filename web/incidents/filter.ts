import type { View } from "../use-view.ts";
import type { Incident } from "../types.ts";

export const STATUSES = ["active", "open", "acknowledged", "snoozed", "resolved", "all"] as const;
export const SEVERITIES = ["critical", "high", "medium", "info"] as const;
export const SORTS = { severity: "Most severe", newest: "Newest", cost: "Most expensive" } as const;
export type Sort = keyof typeof SORTS;

export type Filter = {
  status: (typeof STATUSES)[number];
  severities: string[];
  types: string[];
  connection: string | null;
  text: string;
  sort: Sort;
};

export const readFilter = (view: View): Filter => ({
  status: STATUSES.find((one) => one === view.get("status")) ?? "active",
  severities: view.list("severity"),
  types: view.list("type"),
  connection: view.get("connection"),
  text: view.get("q") ?? "",
  sort: view.get("sort") === "newest" ? "newest" : view.get("sort") === "cost" ? "cost" : "severity",
});

export function hasStatus({ status }: Incident, wanted: Filter["status"]): boolean {
  if (wanted === "all") return true;
  return wanted === "active" ? status !== "resolved" : status === wanted;
}

/** Those that fit, in order. A part of the filter that is left out (for counting along it) lets everything through. */
export function fitting(incidents: Incident[], filter: Filter, without?: keyof Filter): Incident[] {
  const parts = filter.text.toLowerCase().split(/\s+/);
  return incidents.filter(
    (incident) =>
      (without === "status" || hasStatus(incident, filter.status)) &&
      (without === "severities" ||
        filter.severities.length === 0 ||
        filter.severities.includes(incident.severity)) &&
      (without === "types" || filter.types.length === 0 || filter.types.includes(incident.type)) &&
      (filter.connection === null || incident.connection === filter.connection) &&
      parts.every((part) => textOf(incident).includes(part)),
  );
}

const textOf = ({ id, title, type, connection, blame }: Incident): string =>
  `${id} ${title} ${type} ${connection} ${blame?.repo ?? ""} ${blame?.sha ?? ""} ${blame?.message ?? ""}`.toLowerCase();

/** The server's own order is by severity. */
export function inOrder(incidents: Incident[], sort: Sort): Incident[] {
  if (sort === "newest")
    return incidents.toSorted((one, other) => (one.opened_at < other.opened_at ? 1 : -1));
  if (sort === "cost")
    return incidents.toSorted((one, other) => (other.cost_usd ?? -1) - (one.cost_usd ?? -1));
  return incidents;
}
