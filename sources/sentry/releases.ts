import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable, type Page, type PullContext, type Window } from "../../src/contracts/table.ts";
import type { SentryClient } from "./client.ts";

const Upstream = z.object({
  version: lenient.anId,
  shortVersion: lenient.maybeText,
  ref: lenient.maybeName,
  dateCreated: lenient.maybeTime,
  dateReleased: lenient.maybeTime,
  commitCount: lenient.maybeInt,
  lastCommit: lenient.maybeObject({ id: lenient.maybeName }),
  lastDeploy: lenient.maybeObject({ environment: lenient.maybeText, dateFinished: lenient.maybeTime }),
  projects: z.array(z.object({ slug: z.string() }).nullable().catch(null)).catch([]),
});
type Upstream = z.infer<typeof Upstream>;

/**
 * Sentry releases with their last commit and last deploy.
 * Upstream: GET /api/0/organizations/{org}/releases/ (token scope project:read), newest first.
 */
export const sentryReleases = defineTable({
  name: "sentry_releases",
  grain: "one row per release",
  key: ["version"],
  time: "created_at",
  time_moves: false,
  // Commits and deploys are added to a release after it is made.
  lookback_minutes: 14 * 1440,
  row: z.object({
    version: column.id(
      "Version as the SDK sends it; joins to sentry_events.release and langfuse_observations.release",
    ),
    projects: column.texts("Slugs of the projects it is deployed in"),
    short_version: column.text("Version as Sentry shows it"),
    ref: column.text("Git reference it was made from"),
    created_at: column.time("When Sentry first knew of it, UTC"),
    released_at: column.at("When it was declared released, UTC"),
    commit_count: column.int("Commits since the release before"),
    last_commit: column.text("SHA of its newest commit; joins to github_commits.sha"),
    last_deploy_at: column.at("When its last deploy finished, UTC"),
    deploy_environment: column.text("Environment of that deploy"),
  }),
  feed: {
    slicing: { kind: "since" },
    endpoint: "GET /api/0/organizations/{org}/releases/",
    scope: "project:read",
    pull: (client: SentryClient, window, context) =>
      lenient.oddFieldsTold(pull(client, window, context), Upstream, context.warn),
  },
  map: (item) => {
    const release = lenient.readAs(Upstream, item, "release");
    return [
      {
        version: release.version,
        projects: release.projects.flatMap((project) => project?.slug ?? []),
        short_version: release.shortVersion,
        ref: release.ref,
        created_at: lenient.readAs(
          lenient.aTime,
          release.dateCreated ?? release.dateReleased,
          "release.dateCreated",
        ),
        released_at: release.dateReleased,
        commit_count: release.commitCount,
        last_commit: release.lastCommit?.id ?? null,
        last_deploy_at: release.lastDeploy?.dateFinished ?? null,
        deploy_environment: release.lastDeploy?.environment ?? null,
      },
    ];
  },
});

async function* pull(client: SentryClient, window: Window, { signal }: PullContext): AsyncGenerator<Page> {
  const query = { project: "-1", per_page: 100 };
  for await (const { items, cursor } of client.pages(
    `organizations/${client.org}/releases/`,
    query,
    "project:read",
    signal,
  )) {
    yield { items, cursor, api: "v0/releases" };
    if (items.length > 0 && items.every((item) => isBefore(item, window.from))) return;
  }
}

/** The list is sorted by the release date where there is one, else by the date of creation. */
function isBefore(item: unknown, moment: Date): boolean {
  const { data } = Upstream.safeParse(item);
  const dates = [data?.dateCreated, data?.dateReleased].flatMap((date) => date ?? []);
  return dates.length > 0 && dates.every((date) => Date.parse(date) < moment.getTime());
}
