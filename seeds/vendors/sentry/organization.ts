/** The organization itself and its projects: what a check of the token asks for. */
import type { SeedRow } from "../../row.ts";
import type { SentryOrg } from "./account.ts";
import type { SentryProject } from "./projects.ts";

export const SCOPES = ["event:read", "org:read", "project:read", "project:releases"];

const FLAGS = (
  "firstTransactionEvent hasFeedbacks hasFlags hasInsightsAgentMonitoring hasInsightsAppStart hasInsightsAssets " +
  "hasInsightsCaches hasInsightsDb hasInsightsHttp hasInsightsMCP hasInsightsQueues hasInsightsScreenLoad " +
  "hasInsightsVitals hasLogs hasMinifiedStackTrace hasMonitors hasNewFeedbacks hasProfiles hasReplays hasSessions " +
  "hasTraceMetrics hasUserReports isBookmarked"
).split(" ");

export function organizationJson({ slug }: SentryOrg): SeedRow {
  return {
    id: "1",
    slug,
    name: slug,
    status: { id: "active", name: "active" },
    access: SCOPES,
    features: [],
  };
}

/** A project as the organization's list has it. */
export function projectJson({ id, slug, name, platform }: SentryProject): SeedRow {
  return {
    ...Object.fromEntries(FLAGS.map((flag) => [flag, false])),
    id,
    slug,
    name,
    platform,
    platforms: platform === null ? [] : [platform],
    dateCreated: "2020-01-01T00:00:00Z",
    firstEvent: null,
    environments: [],
    isMember: true,
    hasAccess: true,
    access: SCOPES,
    features: [],
    team: null,
    teams: [],
    latestRelease: null,
  };
}
