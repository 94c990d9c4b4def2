import { defineSource } from "../../src/contracts/source.ts";
import { checkSentry } from "./check.ts";
import { connectSentry, type SentryClient } from "./client.ts";
import { sentryEvents } from "./events.ts";
import { sentryIssues } from "./issues.ts";
import { sentryReleases } from "./releases.ts";

/** Sentry: issues, error events and releases of one organisation. Any region, or self-hosted. */
export const sentry = defineSource<SentryClient>({
  name: "sentry",
  title: "Sentry",
  credentials: [
    {
      field: "base_url",
      name: "SENTRY_BASE_URL",
      required: false,
      secret: false,
      description: "Region or server of the organisation, such as https://de.sentry.io",
      default: "https://sentry.io",
    },
    {
      field: "token",
      name: "SENTRY_TOKEN",
      required: true,
      secret: true,
      description: "Token with the scopes event:read, org:read and project:read",
    },
    {
      field: "org",
      name: "SENTRY_ORG",
      required: true,
      secret: false,
      description: "Slug of the organisation",
    },
  ],
  concurrency: 4,
  connect: connectSentry,
  check: checkSentry,
  tables: [sentryIssues, sentryEvents, sentryReleases],
});
