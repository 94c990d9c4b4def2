import elkApi, { type ELK, type ElkNode } from "elkjs/lib/elk-api.js";
import StartElk from "elkjs/lib/elk-worker.min.js?worker";

import type { Shown } from "./collapse.ts";
import { columnsOf } from "./columns.ts";

export const NODE_WIDTH = 212;
export const NODE_HEIGHT = 58;
/** Between columns there is room for what a line says. */
const COLUMN_WIDTH = NODE_WIDTH + 150;

export type Layout = {
  /** Upper left corner of each node, by its id. */
  at: Map<string, { x: number; y: number }>;
  /** The first moment of each column, and where it begins. */
  columns: { x: number; from: string }[];
  width: number;
  height: number;
};

/** Started with this code, so that the worker is ready when the graph has arrived. */
const elk: ELK = new elkApi.default({ workerFactory: () => new StartElk() });

/** From here on a layout must be quick rather than perfect. */
const MANY_NODES = 150;
/** A long line passes through every column between; of a large graph it would cost more than its place is worth. */
const LONGEST_REACH = 6;

/**
 * Places nodes in columns of time, left is earlier, so that few lines cross. The work is done by ELK in a worker: the page
 * stays as it is meanwhile.
 */
export async function layOut(shown: Shown): Promise<Layout> {
  const columns = columnsOf(shown);
  const many = shown.nodes.length > MANY_NODES;
  const reach = ({ from, to }: { from: string; to: string }) =>
    (columns.get(to) ?? 0) - (columns.get(from) ?? 0);
  const placed = await elk.layout({
    id: "graph",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "RIGHT",
      // Columns are given: they are time. What is left to ELK is the order within each.
      "elk.layered.layering.strategy": "INTERACTIVE",
      "elk.layered.cycleBreaking.strategy": "INTERACTIVE",
      "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
      "elk.layered.thoroughness": many ? "2" : "7",
      // Lines are drawn by the page, so the cheapest way to route them will do.
      "elk.edgeRouting": "POLYLINE",
      "elk.layered.spacing.nodeNodeBetweenLayers": String(COLUMN_WIDTH - NODE_WIDTH),
      "elk.spacing.nodeNode": "22",
      "elk.separateConnectedComponents": "false",
    },
    children: shown.nodes.map(({ id }) => ({
      id,
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      x: (columns.get(id) ?? 0) * COLUMN_WIDTH,
      y: 0,
    })),
    edges: shown.edges
      .filter((edge) => !many || reach(edge) <= LONGEST_REACH)
      .map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
  });
  return layoutOf(placed, shown, columns);
}

function layoutOf({ children = [] }: ElkNode, { nodes }: Shown, columns: Map<string, number>): Layout {
  const rows = new Map(children.map(({ id, y = 0 }) => [id, y]));
  // A line is drawn from column to column, so each has one place on the page, whatever ELK made of its width.
  const at = new Map(
    nodes.map(({ id }) => [id, { x: (columns.get(id) ?? 0) * COLUMN_WIDTH, y: rows.get(id) ?? 0 }] as const),
  );
  const begins = new Map<number, string>();
  for (const { id, happened_at } of nodes) {
    const x = at.get(id)?.x ?? 0;
    const known = begins.get(x);
    if (known === undefined || Date.parse(happened_at) < Date.parse(known)) begins.set(x, happened_at);
  }
  const places = [...at.values()];
  return {
    at,
    columns: [...begins].map(([x, from]) => ({ x, from })).toSorted((one, other) => one.x - other.x),
    width: Math.max(0, ...places.map(({ x }) => x)) + NODE_WIDTH,
    height: Math.max(0, ...places.map(({ y }) => y)) + NODE_HEIGHT,
  };
}
