import { plural } from "../format.ts";
import type { GraphEdge, GraphNode } from "../types.ts";
import { KINDS, type Kind } from "./look.ts";

export type Shown = { nodes: GraphNode[]; edges: GraphEdge[] };

/** What is drawn: kinds that are collapsed as one node per place, and, when asked, only what is linked. */
export function collapse({ nodes, edges }: Shown, collapsed: Kind[], linked_only: boolean): Shown {
  const clusters = clustersOf(nodes, collapsed);
  const standing = new Map(
    [...clusters.values()].flatMap((members) => members.map(({ id }) => [id, members[0]?.id ?? id] as const)),
  );
  const drawn = [...clusters.values()].flatMap((members) => mergedOf(members, collapsed));
  const kept = new Map(drawn.map((node) => [node.id, node]));
  const between = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const ends = [kept.get(standing.get(edge.from) ?? ""), kept.get(standing.get(edge.to) ?? "")] as const;
    const moved = movedTo(edge, ends);
    if (moved === undefined) continue;
    const known = between.get(moved.id);
    if (known === undefined || known.strength < moved.strength) between.set(moved.id, moved);
  }
  const all = [...between.values()];
  if (!linked_only) return { nodes: drawn, edges: all };
  const tied = new Set(all.flatMap(({ from, to }) => [from, to]));
  return { nodes: drawn.filter(({ id }) => tied.has(id)), edges: all };
}

function clustersOf(nodes: GraphNode[], collapsed: Kind[]): Map<string, GraphNode[]> {
  const clusters = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const { kind, connection, place, id } = node;
    const key = collapsed.includes(kind) ? JSON.stringify([kind, connection, place]) : id;
    clusters.set(key, [...(clusters.get(key) ?? []), node]);
  }
  return clusters;
}

/** The earliest stands for all: nothing may move to the right of what came after it. */
function mergedOf(members: GraphNode[], collapsed: Kind[]): GraphNode[] {
  const [first] = members;
  if (first === undefined) return [];
  if (members.length === 1 || !collapsed.includes(first.kind)) return members;
  const things = members.reduce((sum, { count }) => sum + count, 0);
  const costs = members.flatMap(({ cost_usd }) => cost_usd ?? []);
  return [
    {
      ...first,
      title: `${plural(things, KINDS[first.kind].one, KINDS[first.kind].many)} of ${first.place ?? first.connection}`,
      count: 1,
      occurrences: members.reduce((sum, { occurrences }) => sum + occurrences, 0),
      cost_usd: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
      failed: members.some(({ failed }) => failed),
      blamed: members.some(({ blamed }) => blamed),
      ended_at: members.map(({ ended_at }) => ended_at).reduce((one, other) => (one > other ? one : other)),
      members: members.map(({ ref, happened_at }) => ({ ref, happened_at })),
    },
  ];
}

/** The edge between what stands for its ends, from the earlier to the later; none within a cluster. */
function movedTo(edge: GraphEdge, [one, other]: readonly [GraphNode | undefined, GraphNode | undefined]) {
  if (one === undefined || other === undefined || one.id === other.id) return undefined;
  const forwards = Date.parse(one.happened_at) <= Date.parse(other.happened_at);
  const [from, to] = forwards ? [one, other] : [other, one];
  return { ...edge, id: `${from.id} ${to.id}`, from: from.id, to: to.id };
}

/** What a node tells of its time, written by `moment`: one, or from when to when. */
export const timeOf = ({ happened_at, ended_at }: GraphNode, moment: (at: string) => string): string =>
  happened_at.slice(0, 16) === ended_at.slice(0, 16)
    ? moment(happened_at)
    : `${moment(happened_at)} to ${moment(ended_at)}`;
