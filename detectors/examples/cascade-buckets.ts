import { MINUTE_MS, shift } from "../../src/contracts/moment.ts";

const AT = "2026-01-08T12:00:00.000Z";

/** Half-hours of one agent with 20 calls, 1 error and $0.60 each; the newest is as given. */
export function cascadeBuckets(newest: { errors: number; generations: number; cost_usd: number }) {
  return Array.from({ length: 8 * 48 }, (_, n) => ({
    connection: "shop",
    agent: "triage",
    from_at: shift(AT, -(n + 1) * 30 * MINUTE_MS),
    sentry_errors: n === 0 ? newest.errors : 1,
    errors_from_at: null,
    link: "same_trace",
    issue_ids: ["4001"],
    ...(n === 0 ? newest : { errors: 1, generations: 20, cost_usd: 0.6 }),
  }));
}
