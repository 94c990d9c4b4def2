import type { Fold } from "./fold-things.ts";
import { nodeOf } from "./thing.ts";
import type { Tie } from "./tie.ts";

/** What is kept of a graph that is too large: what findings and strong links hold together, then errors, then the latest. */
export function boundGraph(
  folds: Fold[],
  ties: Tie[],
  most: { nodes: number; edges: number },
): { folds: Fold[]; ties: Tie[]; ties_left_out: number } {
  const standing = new Map<string, string>();
  for (const { first, members } of folds) {
    for (const member of members) standing.set(nodeOf(member), nodeOf(first));
  }
  const strongest = new Map<string, number>();
  for (const { from, to, strength } of ties) {
    for (const end of [from, to]) {
      const name = standing.get(nodeOf(end)) ?? "";
      strongest.set(name, Math.max(strength, strongest.get(name) ?? 0));
    }
  }
  const rank = ({ first }: Fold) => [
    Number(first.kind === "finding"),
    strongest.get(nodeOf(first)) ?? 0,
    Number(first.failed),
    Date.parse(first.happened_at),
  ];
  const kept = folds
    .map((fold) => ({ fold, rank: rank(fold) }))
    .toSorted((one, other) => compare(other.rank, one.rank))
    .slice(0, most.nodes)
    .map(({ fold }) => fold);
  const names = new Set(kept.map(({ first }) => nodeOf(first)));
  // Of a fold's ties each neighbour sees one: the first member's, to the first member of the other end.
  const between = ties.filter(({ from, to }) => names.has(nodeOf(from)) && names.has(nodeOf(to)));
  return {
    folds: kept,
    ties: between.toSorted((one, other) => other.strength - one.strength).slice(0, most.edges),
    ties_left_out: Math.max(0, between.length - most.edges),
  };
}

function compare(one: number[], other: number[]): number {
  const index = one.findIndex((value, place) => value !== other[place]);
  return index < 0 ? 0 : (one[index] ?? 0) - (other[index] ?? 0);
}
