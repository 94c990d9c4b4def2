import { Controls, MiniMap, ReactFlow, type Edge, type Node, type ReactFlowInstance } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useEffect, useMemo, useState } from "react";

import type { GraphNode } from "../types.ts";
import { Moment } from "../ui/time.tsx";
import "./graph-canvas.css";
import { inSight, LEAST_READABLE, RULER_Y, showFirst } from "./graph-sight.ts";
import { NODE_HEIGHT, NODE_WIDTH } from "./lay-out.ts";
import { KINDS, LINKS } from "./look.ts";
import { ThingNode } from "./thing-node.tsx";
import type { Laid } from "./use-layout.ts";

type Props = { laid: Laid; focus: string | null; choose: (id: string | null) => void };

/** With more lines than this only those of the chosen node say what they are. */
const MOST_LABELS = 40;
/** Says nothing that the line does not. */
const AT_ONCE = /at the same time/;

/** The graph, left to right in time. The table beside it is its equivalent for whoever does not see it. */
export function GraphCanvas({ laid, focus, choose }: Props) {
  const { layout, shown } = laid;
  const [flow, setFlow] = useState<ReactFlowInstance>();
  const near = useMemo(() => nearTo(focus, shown.edges), [focus, shown.edges]);
  const nodes = useMemo(
    () => [
      ...layout.columns.map(({ x, from }) => rulerNode(x, from)),
      ...shown.nodes.map((thing) =>
        thingNode(thing, { laid, faded: near !== null && !near.has(thing.id), focus, choose }),
      ),
    ],
    [laid, layout, shown.nodes, near, focus, choose],
  );
  const edges = useMemo(
    () => shown.edges.map((edge) => drawn(edge, focus, shown.edges.length)),
    [shown.edges, focus],
  );
  // Another layout, another view; a choice within it moves nothing.
  useEffect(() => {
    if (flow !== undefined) void showFirst(flow, laid, focus);
    // oxlint-disable-next-line react/exhaustive-deps -- what is laid changes with its layout, and a choice moves nothing in sight
  }, [flow, layout]);
  useEffect(() => {
    const at = layout.at.get(focus ?? "");
    if (flow !== undefined && at !== undefined && !inSight(flow, at)) {
      const zoom = Math.max(flow.getZoom(), LEAST_READABLE);
      void flow.setCenter(at.x + NODE_WIDTH / 2, at.y + NODE_HEIGHT / 2, { zoom });
    }
  }, [flow, layout, focus]);
  return (
    <div className="graph-canvas" data-took-ms={laid.took_ms}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onInit={setFlow}
        onPaneClick={() => choose(null)}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        minZoom={0.05}
        maxZoom={2}
        aria-label="What happened, left to right in time"
      >
        <MiniMap
          pannable
          zoomable
          ariaLabel="Overview"
          nodeColor={(node) => colourOf(node)}
          nodeStrokeWidth={0}
        />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

const NODE_TYPES = { thing: ThingNode, ruler: RulerNode };

function colourOf({ data }: Node): string {
  const { thing } = data as { thing?: GraphNode };
  return thing === undefined ? "transparent" : `var(${KINDS[thing.kind].token})`;
}

function nearTo(focus: string | null, edges: { from: string; to: string }[]): Set<string> | null {
  if (focus === null) return null;
  const near = edges.filter(({ from, to }) => from === focus || to === focus);
  return new Set([focus, ...near.flatMap(({ from, to }) => [from, to])]);
}

type Drawing = { laid: Laid; faded: boolean; focus: string | null; choose: (id: string | null) => void };

function thingNode(thing: GraphNode, { laid, faded, focus, choose }: Drawing): Node {
  return {
    id: thing.id,
    type: "thing",
    position: laid.layout.at.get(thing.id) ?? { x: 0, y: 0 },
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    data: { thing, faded, chosen: focus === thing.id, choose },
  };
}

const rulerNode = (x: number, from: string): Node => ({
  id: `at ${from} ${x}`,
  type: "ruler",
  position: { x, y: RULER_Y },
  width: NODE_WIDTH,
  height: 24,
  selectable: false,
  data: { from },
});

function RulerNode({ data }: { data: { from: string } }) {
  return (
    <p className="graph-ruler num">
      <Moment at={data.from} />
    </p>
  );
}

function drawn(edge: Laid["shown"]["edges"][number], focus: string | null, edges: number): Edge {
  const { width, dash, opacity } = LINKS[edge.kind];
  const touches = focus === edge.from || focus === edge.to;
  const faded = focus !== null && !touches;
  return {
    id: edge.id,
    source: edge.from,
    target: edge.to,
    label:
      touches || (focus === null && edges <= MOST_LABELS && !AT_ONCE.test(edge.label))
        ? edge.label
        : undefined,
    className: `graph-edge${touches ? " graph-edge-near" : ""}`,
    style: { strokeWidth: width, strokeDasharray: dash, opacity: faded ? 0.08 : opacity },
    labelShowBg: true,
    labelBgPadding: [5, 2],
    labelBgBorderRadius: 4,
  };
}
