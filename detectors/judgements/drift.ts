/** A drift as a judgement, with the prompt change behind it. */
import type { Judgement } from "../../src/contracts/finding.ts";
import { HOUR_MS, shift } from "../../src/contracts/moment.ts";
import { culpritOfDrift, type PromptRows } from "../blame/prompt-change.ts";
import type { Drift } from "../strategies/drift.ts";

export function driftJudgement(
  drift: Drift,
  changes: PromptRows,
  limits: { blame_hours: number },
): Judgement {
  const { strategy, connection, name, agents, onset } = drift;
  const culprit = culpritOfDrift(changes, { connection, agents, onset }, limits.blame_hours);
  return {
    key: `${strategy} ${name}`,
    fingerprint: `${strategy}:${name}`,
    connection,
    severity: drift.severity,
    title: drift.title,
    window: { from: onset, to: drift.to },
    subject: {
      agents,
      features: drift.features,
      models: drift.models,
      trace_ids: drift.trace_ids,
      releases: culprit.releases,
      repos: culprit.repos,
    },
    cost_usd: null,
    cost_usd_per_hour: null,
    facts: { strategy, ...drift.facts, onset, no_blame: culprit.no_blame },
    blame: culprit.blame,
    suggested_action: culprit.blame === null ? "open_github_issue" : "request_pr_changes",
    requires_approval: true,
    evidence: [
      ...drift.evidence,
      {
        query: "prompt_commits_before",
        params: { since: shift(onset, -limits.blame_hours * HOUR_MS), until: onset },
      },
    ],
  };
}
