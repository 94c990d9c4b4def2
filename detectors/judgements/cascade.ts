/** Buckets in which errors and model calls rose together as a judgement. */
import type { Judgement } from "../../src/contracts/finding.ts";
import { HOUR_MS, MINUTE_MS, shift } from "../../src/contracts/moment.ts";
import type { Params } from "../../src/contracts/query.ts";
import { culpritOf, type ChangeLimits, type ChangeRows } from "../blame/change.ts";
import { roundUsd, usd } from "../blame/words.ts";
import { distinct, sum } from "../judge/group.ts";
import type { ErrorBucket, Rise } from "../judge/joint-rises.ts";

export type CascadeBucket = ErrorBucket & {
  connection: string;
  agent: string;
  sentry_errors: number;
  errors_from_at: string | null;
  link: string | null;
  issue_ids: string[];
};

type Limits = ChangeLimits & {
  bucket_minutes: number;
  critical_usd: number;
  critical_generation_ratio: number;
};

/** `extra` is the money beyond the usual; `asked` are the parameters that the buckets were asked with. */
export function cascadeJudgement(
  rises: Rise<CascadeBucket>[],
  extra: number,
  changes: ChangeRows,
  limits: Limits,
  asked: Params,
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
      { query: "error_cascade", params: { ...asked, history_days: 1, agent } },
      { query: "errors_in_window", params: { since: window.from, until: window.to } },
      { query: "cost_drivers", params: { since: window.from, until: window.to, agent } },
      {
        query: "live_changes",
        params: { since: shift(window.from, -limits.change_hours * HOUR_MS), until: window.to },
      },
    ],
  };
}
