import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable } from "../../src/contracts/table.ts";
import type { SentryClient } from "./client.ts";
import { eventPages } from "./event-pages.ts";
import { UpstreamEvent } from "./upstream-event.ts";

/**
 * Sentry error events with their tags and trace.
 * Upstream: GET /api/0/projects/{org}/{project}/events/?full=true for every project (org:read, project:read);
 * with a token that may only read issues, GET /api/0/organizations/{org}/issues/{id}/events/?full=true.
 */
export const sentryEvents = defineTable({
  name: "sentry_events",
  grain: "one row per error event",
  key: ["event_id"],
  time: "occurred_at",
  time_moves: false,
  lookback_minutes: 120,
  row: z.object({
    event_id: column.id("Id that the SDK gave the event"),
    issue_id: column.text("Issue it is grouped under; joins to sentry_issues.issue_id"),
    project: column.text("Slug of the project; its number where only that is known"),
    title: column.text("Exception type and message, as Sentry shows it"),
    message: column.text("Message of the event, else the text of its exception"),
    level: column.text("fatal, error, warning, info or debug"),
    environment: column.text("Deployment environment, such as production"),
    release: column.text("Release that raised it; joins to sentry_releases.version"),
    occurred_at: column.time("When it happened, UTC"),
    trace_id: column.text("Trace it happened in (trace context, else the tag trace or trace_id)"),
    agent: column.text("Agent that raised it, from the tag agent or agent_name"),
    transaction: column.text("Route, task or function being served"),
    user_id: column.text("End user, as the application names them"),
    tags: column.json("All tags as one JSON object"),
  }),
  feed: {
    slicing: { kind: "window", hours: 48 },
    endpoint: "GET /api/0/projects/{org}/{project}/events/ (else organizations/{org}/issues/{id}/events/)",
    scope: "org:read and project:read (else event:read)",
    pull: (client: SentryClient, window, context) =>
      lenient.oddFieldsTold(eventPages(client, window, context), UpstreamEvent, context.warn),
  },
  map: (item, { parent }) => [toRow(lenient.readAs(UpstreamEvent, item, "event"), parent)],
});

function toRow(event: UpstreamEvent, parent: string | undefined) {
  const tags = new Map(event.tags.flatMap((tag) => (tag === null ? [] : [[tag.key, tag.value] as const])));
  const tag = (...names: string[]) =>
    names.map((name) => tags.get(name)).find((value) => value !== undefined) ?? null;
  const slug = typeof event.project === "object" ? event.project?.slug : event.project;
  const release = typeof event.release === "object" ? event.release?.version : event.release;
  return {
    event_id: lenient.readAs(lenient.anId, event.eventID ?? event.id, "event.eventID"),
    issue_id: event.groupID ?? event["issue.id"],
    project: slug ?? event["project.name"] ?? event.projectSlug ?? parent ?? event.projectID,
    title: event.title,
    message: event.message ?? event.metadata?.value ?? null,
    level: tag("level") ?? event.level,
    environment: tag("environment") ?? event.environment,
    release: tag("release") ?? release ?? null,
    occurred_at: lenient.readAs(
      lenient.aTime,
      event.dateCreated ?? event.timestamp ?? event.dateReceived,
      "event.dateCreated",
    ),
    trace_id: event.contexts?.trace?.trace_id ?? tag("trace", "trace_id") ?? event.trace,
    agent: tag("agent", "agent_name"),
    transaction: tag("transaction") ?? event.transaction,
    user_id: event.user?.id ?? event["user.id"],
    tags: tags.size === 0 ? null : JSON.stringify(Object.fromEntries(tags)),
  };
}
