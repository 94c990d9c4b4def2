import { idOf } from "../../../../seeds/generate/random.ts";
import { sentryEvent, sentryIssue } from "../../../../seeds/generate/shapes/sentry-issues.ts";
import { sentryRelease } from "../../../../seeds/generate/shapes/sentry-releases.ts";
import { HOUR, MINUTE } from "../../../../seeds/generate/times.ts";
import type { SeedRow } from "../../../../seeds/row.ts";
import { sha, spread } from "./shared.ts";

const sentryIssueFacts = (index: number) => ({
  id: String(5_000 + index),
  number: index,
  type: "TypeError",
  value: `number ${index} is undefined`,
  culprit: "shop/cart",
  level: "error" as const,
  handled: true,
  file: "shop/cart.ts",
});

/** As many issues as events and releases: all three are paged. */
export function sentryRows(moments: number[]): Record<string, SeedRow[]> {
  const where = { org: "shop", project: "shop", project_id: "1" };
  return {
    sentry_issues: moments.map((moment, index) => {
      const last = spread(moment, index);
      return sentryIssue(where, sentryIssueFacts(index), { count: 1, users: 1, first: last, last });
    }),
    sentry_events: moments.map((moment, index) =>
      sentryEvent(where, sentryIssueFacts(index), {
        id: idOf(`event:${index}`, 32),
        at: spread(moment, index),
        release: null,
        trace_id: idOf(`trace:${index}`, 32),
        agent: "support",
        user: null,
        transaction: "/cart",
      }),
    ),
    sentry_releases: moments.map((moment, index) => {
      const at = spread(moment, index);
      const times = { committed_at: at - HOUR, created_at: at, deployed_at: at + MINUTE };
      return sentryRelease(where, {
        id: index,
        sha: sha(index),
        message: "fix",
        commits: 1,
        repo: "acme/shop",
        ...times,
      });
    }),
  };
}
