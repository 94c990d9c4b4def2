import { identityOf, severityRank, type KeptFinding } from "./kept-finding.ts";

/** Between findings of one severity, what is nearer to a cause leads what is nearer to a symptom. */
const CAUSES_FIRST = [
  "error_cascade",
  "tool_failure",
  "prompt_drift",
  "agent_loop",
  "task_failure",
  "cost_spike",
];

/**
 * The findings of an incident, the leading one first: the most severe, then the nearest to a cause, then the
 * earliest. The leader gives the incident its type, title and suggested action.
 */
export function inLeadOrder(findings: KeptFinding[]): KeptFinding[] {
  return findings.toSorted(
    (one, other) =>
      severityRank(other.severity) - severityRank(one.severity) ||
      causeRank(one) - causeRank(other) ||
      compare(one.window.from, other.window.from) ||
      compare(identityOf(one), identityOf(other)),
  );
}

function causeRank({ type }: KeptFinding): number {
  const rank = CAUSES_FIRST.indexOf(type);
  return rank < 0 ? CAUSES_FIRST.length : rank;
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
