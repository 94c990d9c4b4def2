/**
 * Sentry's own JSON: an issue of GET /organizations/{org}/issues/ and an event of GET /issues/{id}/events/?full=true.
 */
import { iso, isoSeconds } from "../times.ts";

export type ProjectFacts = { org: string; project: string; project_id: string };

export type IssueFacts = {
  id: string;
  number: number;
  type: string;
  value: string;
  culprit: string;
  level: "error" | "warning" | "fatal";
  handled: boolean;
  file: string;
};

const issueTitle = (issue: IssueFacts) => `${issue.type}: ${issue.value}`;

export function sentryIssue(
  where: ProjectFacts,
  issue: IssueFacts,
  seen: {
    count: number;
    users: number;
    first: number;
    last: number;
  },
) {
  return {
    id: issue.id,
    shortId: `${where.project.toUpperCase()}-${issue.number}`,
    title: issueTitle(issue),
    culprit: issue.culprit,
    permalink: `https://${where.org}.sentry.io/issues/${issue.id}/`,
    logger: null,
    level: issue.level,
    status: "unresolved",
    substatus: "ongoing",
    statusDetails: {},
    isPublic: false,
    platform: "node",
    project: { id: where.project_id, name: where.project, slug: where.project, platform: "node" },
    type: "error",
    metadata: { type: issue.type, value: issue.value, filename: issue.file },
    numComments: 0,
    assignedTo: null,
    isBookmarked: false,
    isSubscribed: false,
    hasSeen: true,
    annotations: [],
    issueType: "error",
    issueCategory: "error",
    priority: "medium",
    isUnhandled: !issue.handled,
    count: String(seen.count),
    userCount: seen.users,
    firstSeen: isoSeconds(seen.first),
    lastSeen: isoSeconds(seen.last),
  };
}

export function sentryEvent(
  where: ProjectFacts,
  issue: IssueFacts,
  event: {
    id: string;
    at: number;
    release: string | null;
    trace_id: string | null;
    agent: string | null;
    user: string | null;
    transaction: string;
  },
) {
  const tags = [
    { key: "environment", value: "production" },
    { key: "level", value: issue.level },
    { key: "handled", value: issue.handled ? "yes" : "no" },
    { key: "transaction", value: event.transaction },
    ...(event.release === null ? [] : [{ key: "release", value: event.release }]),
    ...(event.agent === null ? [] : [{ key: "agent", value: event.agent }]),
  ];
  return {
    id: event.id,
    eventID: event.id,
    groupID: issue.id,
    projectID: where.project_id,
    type: "error",
    title: issueTitle(issue),
    message: "",
    platform: "node",
    culprit: issue.culprit,
    location: issue.file,
    dateCreated: isoSeconds(event.at),
    dateReceived: iso(event.at + 800),
    metadata: { type: issue.type, value: issue.value, filename: issue.file },
    user: event.user === null ? null : { id: event.user },
    tags,
    contexts:
      event.trace_id === null
        ? {}
        : {
            trace: {
              type: "trace",
              trace_id: event.trace_id,
              span_id: event.id.slice(0, 16),
              op: "function",
              status: "internal_error",
            },
          },
    entries: [
      {
        type: "exception",
        data: {
          values: [
            { type: issue.type, value: issue.value, mechanism: { type: "generic", handled: issue.handled } },
          ],
        },
      },
    ],
    release:
      event.release === null ? null : { version: event.release, shortVersion: event.release.slice(0, 12) },
    sdk: { name: "sentry.javascript.node", version: "10.2.0" },
  };
}
