/** Sentry as a vendor: a bearer token per organization, its limits and its refusals. */
import { askRoutes, type Call, jsonAnswer, type Vendor } from "../vendor.ts";
import type { SentryOrg } from "./account.ts";
import { sentryCursors } from "./cursors.ts";
import { sentryRoutes } from "./routes.ts";

export type SentryAccount = { seed: string; token: string; org: SentryOrg };

export function sentryVendor(accounts: readonly SentryAccount[], now: () => Date): Vendor {
  const routes = sentryRoutes(now);
  const accountOf = (call: Call) => {
    const token = /^Bearer (.+)$/i.exec(call.headers.get("authorization") ?? "")?.[1];
    return accounts.find((account) => account.token === token);
  };
  return {
    name: "sentry",
    seedOf: (call) => accountOf(call)?.seed,
    answer: (call) => askRoutes(routes, call, accountOf(call)?.org),
    refusals: {
      limited: (_retry_s, at) =>
        jsonAnswer(
          429,
          {
            detail:
              "You are attempting to use this endpoint too frequently. Limit is 40 requests in 1 seconds",
          },
          { "x-sentry-rate-limit-remaining": "0", "x-sentry-rate-limit-reset": epochSeconds(at) },
        ),
      secondary: () => jsonAnswer(403, { detail: "Too many concurrent requests" }),
      failed: (status) => jsonAnswer(status, { detail: "Internal Error", errorId: "0".repeat(32) }),
    },
    usual_limit: 40,
    quotaHeaders: ({ limit, remaining, reset }) => ({
      "x-sentry-rate-limit-limit": String(limit),
      "x-sentry-rate-limit-remaining": String(remaining),
      "x-sentry-rate-limit-reset": epochSeconds(reset),
      "x-sentry-rate-limit-concurrentlimit": "25",
      "x-sentry-rate-limit-concurrentremaining": "24",
    }),
    cursors: sentryCursors,
  };
}

function epochSeconds(at: Date): string {
  return String(Math.ceil(at.getTime() / 1000));
}
