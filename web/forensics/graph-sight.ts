/** What of the graph is in sight. */
import type { ReactFlowInstance } from "@xyflow/react";

import { NODE_HEIGHT, NODE_WIDTH } from "./lay-out.ts";
import type { Laid } from "./use-layout.ts";

/** Where the ruler of moments stands, above the first row. */
export const RULER_Y = -64;

/** Below this zoom nobody can read what the nodes say. */
export const LEAST_READABLE = 0.72;
/** Pixels between the first or last thing and the edge. */
const EDGE = 24;

/** The whole where it can be read; else what is chosen; else the blamed commit, or what is first tied to anything, at the left edge. */
export async function showFirst(
  flow: ReactFlowInstance,
  { layout, shown }: Laid,
  focus: string | null,
): Promise<void> {
  await flow.fitView({ padding: 0.06, maxZoom: 1 });
  if (flow.getZoom() >= LEAST_READABLE) return;
  const chosen = layout.at.get(focus ?? "");
  if (chosen !== undefined) {
    await flow.setCenter(chosen.x + NODE_WIDTH / 2, chosen.y + NODE_HEIGHT / 2, { zoom: LEAST_READABLE });
    return;
  }
  const tied = new Set(shown.edges.flatMap(({ from, to }) => [from, to]));
  const first = shown.nodes.find(({ blamed }) => blamed) ?? shown.nodes.find(({ id }) => tied.has(id));
  const at = layout.at.get(first?.id ?? "");
  const canvas = document.querySelector(".graph-canvas");
  if (at === undefined || canvas === null) return;
  const zoom = LEAST_READABLE;
  const fits = (layout.height - RULER_Y) * zoom < canvas.clientHeight;
  const y = fits ? 16 - RULER_Y * zoom : canvas.clientHeight / 2 - (at.y + NODE_HEIGHT / 2) * zoom;
  // Not beyond the end: what is last stands at the right edge.
  const last = canvas.clientWidth - EDGE - layout.width * zoom;
  await flow.setViewport({ x: Math.max(EDGE - at.x * zoom, Math.min(EDGE, last)), y, zoom });
}

/** Whether a node can be read where the view is. */
export function inSight(flow: ReactFlowInstance, at: { x: number; y: number }): boolean {
  const canvas = document.querySelector(".graph-canvas")?.getBoundingClientRect();
  const corner = flow.flowToScreenPosition(at);
  const end = flow.flowToScreenPosition({ x: at.x + NODE_WIDTH, y: at.y + NODE_HEIGHT });
  return (
    canvas !== undefined &&
    flow.getZoom() >= LEAST_READABLE &&
    corner.x >= canvas.left &&
    corner.y >= canvas.top &&
    end.x <= canvas.right &&
    end.y <= canvas.bottom
  );
}
