import type { IncidentRow } from "../../src/state/rows/incidents.ts";

/** An incident as the state keeps it, with nothing behind it. */
export const incidentRow = (id: string, status: string): IncidentRow => ({
  id,
  connection: "shop",
  type: "cost_spike",
  severity: "high",
  status,
  title: "",
  opened_at: "2026-03-02T10:00:00.000Z",
  updated_at: "2026-03-02T10:00:00.000Z",
  from_at: "2026-03-02T10:00:00.000Z",
  to_at: "2026-03-02T11:00:00.000Z",
  cost_usd: null,
  projected_6h_usd: null,
  blame: null,
  no_blame: null,
  suggested_action: null,
  requires_approval: 0,
  former: null,
  merged_into: null,
  acknowledged_at: null,
  acknowledged_by: null,
  snoozed_until: null,
  resolved_at: null,
  resolved_by: null,
  resolution: null,
});
