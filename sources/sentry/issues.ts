import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable, type Page, type PullContext, type Window } from "../../src/contracts/table.ts";
import type { SentryClient } from "./client.ts";
import { wholeSeconds } from "./time-range.ts";

const figures = {
  count: lenient.maybeInt,
  userCount: lenient.maybeInt,
  firstSeen: lenient.maybeTime,
  lastSeen: lenient.maybeTime,
};
const release = lenient.maybeObject({ version: lenient.maybeText });

const Upstream = z.object({
  id: lenient.anId,
  shortId: lenient.maybeText,
  project: lenient.maybeObject({ slug: lenient.maybeText }),
  title: lenient.maybeText,
  culprit: lenient.maybeName,
  type: lenient.maybeText,
  level: lenient.maybeText,
  status: lenient.maybeText,
  permalink: lenient.maybeText,
  ...figures,
  lifetime: lenient.maybeObject(figures),
  firstRelease: release,
  lastRelease: release,
});

/**
 * Sentry issues: error groups, not single events.
 * Upstream: GET /api/0/organizations/{org}/issues/ (token scope event:read).
 */
export const sentryIssues = defineTable({
  name: "sentry_issues",
  grain: "one row per Sentry issue (a group of like events)",
  key: ["issue_id"],
  time: "last_seen_at",
  time_moves: true,
  // Resolving or ignoring an issue moves no time: a week of them is read again to see it.
  lookback_minutes: 7 * 1440,
  row: z.object({
    issue_id: column.id("Sentry's own id; joins to sentry_events.issue_id"),
    short_id: column.text("The id people use, such as SHOP-1F"),
    project: column.text("Slug of the project"),
    title: column.text("Exception type and message, as Sentry shows it"),
    culprit: column.text("Where it was raised: function, route or file"),
    type: column.text("Sentry's kind of event: error, default, csp, transaction, generic, …"),
    level: column.text("fatal, error, warning, info or debug"),
    status: column.text("unresolved, resolved or ignored, when last synced"),
    event_count: column.int("Events since Sentry first saw the issue"),
    user_count: column.int("Users affected since then"),
    first_seen_at: column.at("Time of the oldest event, UTC"),
    last_seen_at: column.time("Time of the newest event, UTC; moves with each event"),
    first_release: column.text("Release of the first event, where the API gives it"),
    last_release: column.text("Release of the newest event, where the API gives it"),
    permalink: column.text("The issue's page in Sentry"),
  }),
  feed: {
    slicing: { kind: "since" },
    endpoint: "GET /api/0/organizations/{org}/issues/",
    scope: "event:read",
    pull: (client: SentryClient, window, context) =>
      lenient.oddFieldsTold(pull(client, window, context), Upstream, context.warn),
  },
  map: (item) => {
    const issue = lenient.readAs(Upstream, item, "issue");
    // Beside `lifetime` the figures at the top may be those of the asked period only.
    const seen = (name: keyof typeof figures) => issue.lifetime?.[name] ?? issue[name];
    return [
      {
        issue_id: issue.id,
        short_id: issue.shortId,
        project: issue.project?.slug ?? null,
        title: issue.title,
        culprit: issue.culprit,
        type: issue.type,
        level: issue.level,
        status: issue.status,
        event_count: lenient.maybeInt.parse(seen("count")),
        user_count: lenient.maybeInt.parse(seen("userCount")),
        first_seen_at: lenient.maybeTime.parse(seen("firstSeen")),
        last_seen_at: lenient.readAs(lenient.aTime, seen("lastSeen"), "issue.lastSeen"),
        first_release: issue.firstRelease?.version ?? null,
        last_release: issue.lastRelease?.version ?? null,
        permalink: issue.permalink,
      },
    ];
  },
});

async function* pull(client: SentryClient, window: Window, { signal }: PullContext): AsyncGenerator<Page> {
  // The empty query is every status; without it only unresolved issues come.
  const query = { query: "", project: "-1", sort: "date", limit: 100, ...wholeSeconds(window) };
  const pages = client.pages(`organizations/${client.org}/issues/`, query, "event:read", signal);
  for await (const { items, cursor } of pages) yield { items, cursor, api: "v0/issues" };
}
