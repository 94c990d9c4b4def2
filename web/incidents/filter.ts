import type { IncidentQuery } from "../queries.ts";
import type { Presets, Range } from "../use-range.ts";
import type { View } from "../use-view.ts";

export const STATUSES = ["active", "open", "acknowledged", "snoozed", "resolved", "all"] as const;
export const SEVERITIES = ["critical", "high", "medium", "info"] as const;
export const SORTS = { severity: "Most severe", newest: "Newest", cost: "Most expensive" } as const;
export type Sort = keyof typeof SORTS;
/** When they were opened. */
export const PRESETS: Presets = { "24h": "24 hours", "7d": "7 days", "30d": "30 days" };

export type Filter = {
  status: (typeof STATUSES)[number];
  severities: string[];
  types: string[];
  connection: string | null;
  text: string;
  sort: Sort;
  opened: Range;
};

export const readFilter = (view: View, opened: Range): Filter => ({
  status: STATUSES.find((one) => one === view.get("status")) ?? "active",
  severities: view.list("severity"),
  types: view.list("type"),
  connection: view.get("connection"),
  text: view.get("q") ?? "",
  sort: view.get("sort") === "newest" ? "newest" : view.get("sort") === "cost" ? "cost" : "severity",
  opened,
});

/** The filter as the API takes it; what is not chosen is left out, so that equal filters are one question. */
export function queryOf({ status, severities, types, connection, text, opened }: Filter): IncidentQuery {
  return {
    status,
    ...(severities.length > 0 && { severity: severities.join(",") }),
    ...(types.length > 0 && { type: types.join(",") }),
    ...(connection !== null && { connection }),
    ...(text.trim() !== "" && { q: text.trim() }),
    ...(opened.since !== undefined && { opened_from: opened.since }),
    ...(opened.until !== undefined && { opened_to: opened.until }),
  };
}
