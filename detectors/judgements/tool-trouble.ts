/** What a strategy found about a tool as a judgement. */
import type { Judgement } from "../../src/contracts/finding.ts";
import { endAfter, HOUR_MS, shift } from "../../src/contracts/moment.ts";
import { culpritOf, type ChangeLimits, type ChangeRows } from "../blame/change.ts";
import { roundUsd } from "../blame/words.ts";
import type { ToolTrouble } from "../strategies/tool-trouble.ts";

export function toolJudgement(trouble: ToolTrouble, changes: ChangeRows, limits: ChangeLimits): Judgement {
  const { strategy, tool, connection, agents, from, last_at } = trouble;
  const window = { from, to: endAfter(last_at) };
  const culprit = culpritOf(changes, { connection, agents, onset: from, to: window.to }, limits);
  return {
    key: `${strategy} ${tool}`,
    fingerprint: `${strategy}:${tool}`,
    connection,
    severity: trouble.severity,
    title: trouble.title,
    window,
    subject: {
      tools: [tool],
      agents,
      trace_ids: trouble.trace_ids.slice(0, 50),
      issue_ids: trouble.issue_ids,
      releases: culprit.releases,
      repos: culprit.repos,
    },
    cost_usd: trouble.cost_usd === 0 ? null : roundUsd(trouble.cost_usd),
    cost_usd_per_hour: null,
    facts: {
      tool,
      strategy,
      bad_calls: trouble.calls,
      traces: trouble.trace_ids.length,
      ...trouble.facts,
      no_blame: culprit.no_blame,
    },
    blame: culprit.blame,
    suggested_action: "open_github_issue",
    requires_approval: true,
    evidence: [
      ...trouble.evidence,
      ...trouble.trace_ids.slice(0, 1).map((trace_id) => ({ query: "trace_chain", params: { trace_id } })),
      {
        query: "live_changes",
        params: { since: shift(from, -limits.change_hours * HOUR_MS), until: window.to },
      },
    ],
  };
}
