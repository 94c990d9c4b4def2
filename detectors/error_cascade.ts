import { z } from "zod";

import { defineDetector } from "../src/contracts/detector.ts";
import type { Judgement } from "../src/contracts/finding.ts";
import { HOUR_MS, MINUTE_MS, shift } from "../src/contracts/moment.ts";
import { changeInputs, changeLimits, culpritOf, type ChangeRows } from "./blame/change.ts";
import { roundUsd, usd } from "./blame/words.ts";
import { cascadeBuckets } from "./examples/cascade-buckets.ts";
import { distinct, groupBy, sum } from "./judge/group.ts";
import { risesOf, type Rise } from "./judge/joint-rises.ts";

const Limits = z.object({
  horizon_hours: z.int().positive().default(24),
  baseline_days: z.int().positive().default(7),
  bucket_minutes: z.int().positive().default(30),
  /** Times the usual errors of a bucket. */
  ratio: z.number().min(1).default(3),
  /** Times the usual model calls of a bucket. */
  generation_ratio: z.number().min(1).default(1.5),
  /** Times the usual errors per model call: growing traffic raises errors and calls alike. */
  error_rate_ratio: z.number().min(1).default(1.5),
  errors: z.int().positive().default(10),
  cost_usd: z.number().nonnegative().default(1),
  critical_usd: z.number().positive().default(10),
  critical_generation_ratio: z.number().min(1).default(5),
  /** Busy buckets that the days before must have. */
  baseline_buckets: z.int().positive().default(12),
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
type Bucket = z.infer<typeof Bucket>;

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
          : [judgement(rises, extra, changes, limits, at)];
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

function judgement(
  rises: Rise<Bucket>[],
  extra: number,
  changes: ChangeRows,
  limits: Limits,
  at: string,
): Judgement {
  const rows = rises.map(({ row }) => row);
  const [first, last] = [rises[0], rises.at(-1)];
  if (first === undefined || last === undefined) throw new Error("a cascade has at least one bucket");
  const { connection, agent } = first.row;
  const window = {
    from: first.row.errors_from_at ?? first.from,
    to: shift(last.from, limits.bucket_minutes * MINUTE_MS),
  };
  const culprit = culpritOf(
    changes,
    { connection, agents: [agent], onset: window.from, to: window.to },
    limits,
  );
  const errors = sum(rows.map((row) => row.errors));
  const generations = sum(rows.map((row) => row.generations));
  const usualErrors = sum(rises.map(({ usual_errors }) => usual_errors));
  const usualGenerations = sum(rises.map(({ usual_generations }) => usual_generations));
  const growth = generations / Math.max(usualGenerations, 1);
  const links = distinct(rows.map(({ link }) => link));
  const critical = extra > limits.critical_usd || growth >= limits.critical_generation_ratio;
  return {
    key: agent,
    fingerprint: agent,
    connection,
    severity: critical ? "critical" : "high",
    title: `${agent}: ${errors} errors and ${growth.toFixed(1)} times the usual model calls, ${usd(extra)} extra`,
    window,
    subject: {
      agents: [agent],
      issue_ids: distinct(rows.flatMap((row) => row.issue_ids)),
      releases: culprit.releases,
      repos: culprit.repos,
    },
    cost_usd: roundUsd(extra),
    cost_usd_per_hour: last.n === 0 ? roundUsd((last.extra_usd * 60) / limits.bucket_minutes) : null,
    facts: {
      agent,
      errors,
      usual_errors: Math.round(usualErrors),
      sentry_errors: sum(rows.map((row) => row.sentry_errors)),
      model_calls: generations,
      usual_model_calls: Math.round(usualGenerations),
      times_usual_model_calls: Math.round(growth * 10) / 10,
      extra_cost_usd: roundUsd(extra),
      troubled_minutes: rises.length * limits.bucket_minutes,
      errors_tied_by: links.join(", ") || "level ERROR of the agent's own observations",
      still_going_on: last.n === 0,
      no_blame: culprit.no_blame,
    },
    blame: culprit.blame,
    suggested_action: culprit.blame === null ? "notify" : "open_github_issue",
    requires_approval: culprit.blame !== null,
    evidence: [
      { query: "error_cascade", params: { ...spanOf(at, limits), history_days: 1, agent } },
      { query: "errors_in_window", params: { since: window.from, until: window.to } },
      { query: "cost_drivers", params: { since: window.from, until: window.to, agent } },
      {
        query: "live_changes",
        params: { since: shift(window.from, -limits.change_hours * HOUR_MS), until: window.to },
      },
    ],
  };
}
