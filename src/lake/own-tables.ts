/** Tables that hold what the lake knows of itself, and copies of state that SQL joins with. */
import type { Relation } from "./schema.ts";

type Definition = {
  grain: string;
  time?: string;
  columns: [name: string, type: string, description: string][];
};

const definitions: Record<string, Definition> = {
  sentinel_coverage: {
    grain: "one row per slice of a table of a connection: what was fetched, when, from which API version",
    time: "fetched_at",
    columns: [
      ["connection", "VARCHAR", "The configured connection"],
      ["table", "VARCHAR", "The table whose rows were fetched"],
      ["from_at", "TIMESTAMP", "Start of the slice, inclusive, UTC"],
      ["to_at", "TIMESTAMP", "End of the slice, exclusive, UTC"],
      ["state", "VARCHAR", "running while pages come in, then complete or failed"],
      ["api", "VARCHAR", "Which API of the vendor served it"],
      ["rows", "BIGINT", "Rows received, repeats included"],
      ["rejected", "BIGINT", "Items that could not be read; more than zero means a gap"],
      ["error", "VARCHAR", "Why the slice failed or has a gap"],
      ["fetched_at", "TIMESTAMP", "When the slice was read, UTC"],
    ],
  },
  sentinel_watermarks: {
    grain: "one row per table of a connection: up to where every slice is complete",
    time: "synced_at",
    columns: [
      ["connection", "VARCHAR", "The configured connection"],
      ["table", "VARCHAR", "The table"],
      ["watermark_at", "TIMESTAMP", "Everything before it was fetched, UTC"],
      ["synced_at", "TIMESTAMP", "When the watermark was set, UTC"],
    ],
  },
  sentinel_services: {
    grain: "one row per thing that belongs to a service; rows with the same service belong together",
    columns: [
      ["service", "VARCHAR", "Name of the service"],
      ["kind", "VARCHAR", "What value names: connection, repo, sentry_project, agent, channel or task"],
      ["value", "VARCHAR", "The name or id of the thing"],
      ["implicit", "BOOLEAN", "True when nobody configured it: the connection has one repository only"],
    ],
  },
  sentinel_accepted_schemas: {
    grain: "one row per form of outputs that a person accepted for a feature, copied from the state",
    time: "accepted_at",
    columns: [
      ["connection", "VARCHAR", "The connection of the feature"],
      ["feature", "VARCHAR", "Name of the generation"],
      ["version", "BIGINT", "Number of the form among those the feature had"],
      ["shape_from", "TIMESTAMP", "Outputs of this form began then, UTC"],
      ["accepted_at", "TIMESTAMP", "When it was accepted, UTC"],
      ["accepted_by", "VARCHAR", "Who accepted it"],
    ],
  },
  sentinel_incidents: {
    grain: "one row per incident, copied from the incident store",
    time: "updated_at",
    columns: [
      ["id", "VARCHAR", "The incident"],
      ["type", "VARCHAR", "What kind of trouble it is"],
      ["severity", "VARCHAR", "info, medium, high or critical"],
      ["status", "VARCHAR", "open, acknowledged, snoozed or resolved"],
      ["title", "VARCHAR", "One line for people"],
      ["opened_at", "TIMESTAMP", "When it was opened, UTC"],
      ["updated_at", "TIMESTAMP", "When it last changed, UTC"],
      ["connection", "VARCHAR", "The connection that was judged"],
      ["cost_usd", "DOUBLE", "Money spent on the trouble so far, US dollars"],
      ["projected_6h_usd", "DOUBLE", "What the next six hours cost at the present rate, US dollars"],
      ["blame_repo", "VARCHAR", "Repository of the commit that is blamed"],
      ["blame_sha", "VARCHAR", "The commit that is blamed"],
      ["suggested_action", "VARCHAR", "What is proposed to be done"],
    ],
  },
  sentinel_findings: {
    grain: "one row per finding of an incident, copied from the incident store",
    time: "window_to",
    columns: [
      ["id", "VARCHAR", "The finding"],
      ["incident_id", "VARCHAR", "The incident that it belongs to"],
      ["detector", "VARCHAR", "Who found it"],
      ["type", "VARCHAR", "What kind of trouble it is"],
      ["fingerprint", "VARCHAR", "What a person calls it"],
      ["severity", "VARCHAR", "info, medium, high or critical"],
      ["title", "VARCHAR", "One line for people"],
      ["connection", "VARCHAR", "The connection that was judged"],
      ["window_from", "TIMESTAMP", "Start of the window that was judged, UTC"],
      ["window_to", "TIMESTAMP", "End of the window that was judged, UTC"],
      ["cost_usd", "DOUBLE", "Money spent on the trouble so far, US dollars"],
    ],
  },
  sentinel_approvals: {
    grain: "one row per proposed action, copied from the state",
    time: "proposed_at",
    columns: [
      ["id", "VARCHAR", "The approval"],
      ["incident_id", "VARCHAR", "The incident that proposed it; null for what is said about a pull request"],
      ["action", "VARCHAR", "What is to be done"],
      ["resource", "VARCHAR", "What it is to be done to"],
      ["severity", "VARCHAR", "Of the incident when it was proposed"],
      ["title", "VARCHAR", "The exact action and its target in one line"],
      ["digest", "VARCHAR", "SHA-256 over action, arguments, evidence and preconditions"],
      ["decide", "VARCHAR", "What policy said: auto, one or two"],
      ["rule", "VARCHAR", "The rule that said it"],
      ["status", "VARCHAR", "proposed, approved, refused, expired, running, done, failed, unknown or undone"],
      ["proposed_by", "VARCHAR", "Who proposed it"],
      ["proposed_at", "TIMESTAMP", "When it was proposed, UTC"],
      ["expires_at", "TIMESTAMP", "When a proposal nobody decided ends, UTC"],
      ["decided_at", "TIMESTAMP", "When it was approved or refused, UTC"],
      ["decided_by", "VARCHAR[]", "Who voted; empty when policy decided"],
      ["started_at", "TIMESTAMP", "When its run began, UTC"],
      ["ended_at", "TIMESTAMP", "When it ended in whatever way, UTC"],
      ["attempts", "BIGINT", "Calls of the vendor"],
      ["cost_of_waiting_usd", "DOUBLE", "What doing nothing costs in six hours, US dollars"],
      ["error", "VARCHAR", "Why it failed, or why its outcome is not known"],
    ],
  },
  sentinel_audit: {
    grain: "one row per entry of the audit log, the newest 10,000, copied from the state",
    time: "at",
    columns: [
      ["seq", "BIGINT", "Number of the entry, from 1 without a gap"],
      ["at", "TIMESTAMP", "When it happened, UTC"],
      ["kind", "VARCHAR", "What happened, such as decision.approved"],
      ["actor", "VARCHAR", "Who did it"],
      ["via", "VARCHAR", "By which way: auto, slack, web, cli or key"],
      ["subject", "VARCHAR", "What it is about: an approval, an incident, a key"],
      ["data", "VARCHAR", "Details as canonical JSON"],
      ["previous_hash", "VARCHAR", "Hash of the entry before it"],
      ["hash", "VARCHAR", "SHA-256 over the canonical JSON of all the rest"],
    ],
  },
};

export const ownTables: Relation[] = Object.entries(definitions).map(([name, { grain, time, columns }]) => ({
  name,
  kind: "table",
  grain,
  source: "sentinel",
  columns: columns.map(([column, type, description]) => ({
    name: column,
    type,
    description,
    required: false,
  })),
  time,
  made_from: [],
}));
