/** A graph as large as the API ever answers: 500 nodes of a busy day, each tied to one or two before it. */
import type { ForensicGraph, GraphEdge, GraphNode } from "../../src/forensics/graph.ts";

const KINDS = ["commit", "deployment", "issue", "trace", "message", "task_run", "finding"] as const;
const LINKS = [
  { kind: "release", strength: 0.9 },
  { kind: "mention", strength: 0.8 },
  { kind: "service", strength: 0.5 },
  { kind: "nearness", strength: 0.2 },
] as const;

const at = (index: number): string => new Date(Date.UTC(2026, 2, 2, 0, index * 2)).toISOString();

export function largeGraph(nodes = 500): ForensicGraph {
  const things = Array.from({ length: nodes }, (_, index): GraphNode => {
    const kind = KINDS[index % KINDS.length] ?? "trace";
    return {
      id: `${kind}:shop:${index}`,
      ref: String(index),
      kind,
      connection: "shop",
      happened_at: at(index),
      ended_at: at(index),
      place: "acme/shop",
      title: `thing ${index}`,
      state: null,
      failed: false,
      releases: [],
      occurrences: 1,
      cost_usd: null,
      url: null,
      count: 1,
      members: [],
      blamed: false,
      asked: { query: "things_in_window", params: {} },
    };
  });
  const edges = things.flatMap(({ id }, index): GraphEdge[] => {
    // Most lines are short, as in life; some reach far back.
    const reaches = [3 + (index % 17), index % 3 === 0 ? 40 + (index % 90) : 0].filter((reach) => reach > 0);
    return reaches.flatMap((reach): GraphEdge[] => {
      const from = things[index - reach];
      const link = LINKS[(index + reach) % LINKS.length];
      if (from === undefined || link === undefined) return [];
      return [
        {
          id: `${from.id} ${id}`,
          from: from.id,
          to: id,
          ...link,
          label: `${reach * 2} min after`,
          why: "",
          asked: null,
        },
      ];
    });
  });
  return {
    window: { from: at(0), to: at(nodes) },
    connections: ["shop"],
    incident: null,
    nodes: things,
    edges,
    kinds: KINDS.map((kind) => {
      const shown = things.filter((thing) => thing.kind === kind).length;
      return { kind, things: shown, shown };
    }),
    edges_left_out: 0,
    complete: true,
    uncovered: [],
  };
}
