import { z } from "zod";

import { defineDetector } from "../src/contracts/detector.ts";
import { HOUR_MS, shift } from "../src/contracts/moment.ts";
import { changeInputs, changeLimits } from "./blame/change-inputs.ts";
import { cascadeBuckets } from "./examples/cascade-buckets.ts";
import { groupBy, sum } from "./judge/group.ts";
import { risesOf } from "./judge/joint-rises.ts";
import { cascadeJudgement } from "./judgements/cascade.ts";

const Limits = z.object({
  horizon_hours: z
    .int()
    .positive()
    .default(24)
    .describe("Hours before the judged moment that are looked at."),
  baseline_days: z.int().positive().default(7).describe("Days before those that say what is usual."),
  bucket_minutes: z.int().positive().default(30).describe("Length of a bucket in minutes."),
  ratio: z.number().min(1).default(3).describe("Times the usual errors of a bucket."),
  generation_ratio: z.number().min(1).default(1.5).describe("Times the usual model calls of a bucket."),
  error_rate_ratio: z
    .number()
    .min(1)
    .default(1.5)
    .describe("Times the usual errors per model call: growing traffic raises errors and calls alike."),
  errors: z.int().positive().default(5).describe("Errors that a bucket must have."),
  cost_usd: z
    .number()
    .nonnegative()
    .default(1)
    .describe("Dollars beyond the usual that the calls must cost."),
  critical_usd: z
    .number()
    .positive()
    .default(10)
    .describe("Dollars beyond the usual above which it is critical."),
  critical_generation_ratio: z
    .number()
    .min(1)
    .default(5)
    .describe("Times the usual model calls from which on it is critical."),
  baseline_buckets: z.int().positive().default(12).describe("Busy buckets that the days before must have."),
  ...changeLimits,
});
type Limits = z.infer<typeof Limits>;

const Bucket = z.object({
  connection: z.string(),
  agent: z.string(),
  from_at: z.string(),
  generations: z.number(),
  errors: z.number(),
  sentry_errors: z.number(),
  cost_usd: z.number(),
  errors_from_at: z.string().nullable(),
  link: z.string().nullable(),
  issue_ids: z.array(z.string()),
});

const spanOf = (at: string, limits: Limits) => ({
  since: shift(at, -limits.horizon_hours * HOUR_MS),
  until: at,
  minutes: limits.bucket_minutes,
  history_days: limits.baseline_days + 1,
});

/** Errors and model calls that rise together: retries that multiply the trouble and pay for it. */
export const errorCascade = defineDetector({
  id: "error_cascade",
  type: "error_cascade",
  summary:
    "Errors rise together with model calls of the same agent: failing calls are retried and paid for again.",
  limits: Limits,
  inputs: { buckets: { query: "error_cascade", params: spanOf, row: Bucket }, ...changeInputs },
  judge: ({ buckets, ...changes }, limits, at) =>
    [...groupBy(buckets, ({ connection, agent }) => JSON.stringify([connection, agent])).values()].flatMap(
      (rows) => {
        const rises = risesOf(rows, at, limits);
        const extra = sum(rises.map(({ extra_usd }) => extra_usd));
        return rises.length === 0 || extra <= limits.cost_usd
          ? []
          : [cascadeJudgement(rises, extra, changes, limits, spanOf(at, limits))];
      },
    ),
  blind_spots: [
    "Errors without any tie to the agent (trace id, agent tag, release, service) are not counted, however near in time.",
    "An issue whose events Sentry no longer keeps, and that began before the horizon, adds no errors.",
    "Retries inside a client library that never show as model calls are not seen.",
  ],
  runbook: [
    "Read errors_in_window: which issue grew, and does its first sighting match the onset?",
    "Check the retry policy of the failing call: is there a limit, a back-off, a circuit breaker?",
    "If a commit is blamed, read what it changed around that call.",
  ],
  examples: {
    at: "2026-01-08T12:00:00.000Z",
    limits: Limits.parse({}),
    fires: [
      {
        buckets: cascadeBuckets({ errors: 60, generations: 200, cost_usd: 6 }),
        releases: [],
        changes: [],
        members: [],
      },
    ],
    quiet: [
      {
        buckets: cascadeBuckets({ errors: 60, generations: 20, cost_usd: 0.6 }),
        releases: [],
        changes: [],
        members: [],
      },
      {
        buckets: cascadeBuckets({ errors: 8, generations: 200, cost_usd: 6 }),
        releases: [],
        changes: [],
        members: [],
      },
      {
        buckets: cascadeBuckets({ errors: 20, generations: 400, cost_usd: 12 }),
        releases: [],
        changes: [],
        members: [],
      },
      {
        buckets: cascadeBuckets({ errors: 60, generations: 200, cost_usd: 0.9 }),
        releases: [],
        changes: [],
        members: [],
      },
    ],
  },
});
