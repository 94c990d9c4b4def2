import { connected } from "./connected.ts";
import type { KeptFinding } from "./kept-finding.ts";

type Measure = (finding: KeptFinding) => number | null;

/**
 * What the findings cost together, in USD, counting no dollar twice; null when none of them says. Several
 * findings often speak of the same money: a loop is part of its agent's spike, which is part of the connection's.
 * So within a connection the traces of an agent are summed, an agent's cost is the greater of that sum and
 * what is said of the agent as a whole, agents and tasks are summed, and the connection's cost is the greater of
 * that and what is said of no agent in particular.
 */
export function costImpact(findings: KeptFinding[], measure: Measure): number | null {
  const costed = findings.filter((finding) => measure(finding) !== null);
  if (costed.length === 0) return null;
  const connections = connected(costed, ({ connection }) => [connection]);
  return sum(connections.map((group) => ofConnection(group, measure)));
}

function ofConnection(findings: KeptFinding[], measure: Measure): number {
  const wide = findings.filter((finding) => ownersOf(finding).length === 0);
  const pockets = connected(
    findings.filter((finding) => ownersOf(finding).length > 0),
    ownersOf,
  );
  return Math.max(greatest(wide, measure), sum(pockets.map((pocket) => ofPocket(pocket, measure))));
}

function ofPocket(findings: KeptFinding[], measure: Measure): number {
  const whole = findings.filter(({ subject }) => subject.trace_ids.length === 0);
  const traced = connected(
    findings.filter(({ subject }) => subject.trace_ids.length > 0),
    ({ subject }) => subject.trace_ids,
  );
  return Math.max(greatest(whole, measure), sum(traced.map((group) => greatest(group, measure))));
}

const ownersOf = ({ subject }: KeptFinding): string[] => [
  ...subject.agents.map((agent) => `agent ${agent}`),
  ...subject.tasks.map((task) => `task ${task}`),
];

const greatest = (findings: KeptFinding[], measure: Measure): number =>
  Math.max(0, ...findings.map((finding) => measure(finding) ?? 0));

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
