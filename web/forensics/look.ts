/** How the kinds of things look: shape, colour and name, the same in graph, legend, table and export. */
import type { GraphEdge, GraphNode } from "../types.ts";

export type Kind = GraphNode["kind"];
export type LinkKind = GraphEdge["kind"];

/** `path` draws the shape in a square of 16; `token` is its colour. */
export const KINDS: Record<Kind, { one: string; many: string; path: string; token: string }> = {
  commit: {
    one: "commit",
    many: "commits",
    path: "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z",
    token: "--series-6",
  },
  deployment: { one: "deployment", many: "deployments", path: "M8 1 15 8 8 15 1 8z", token: "--series-2" },
  issue: { one: "error", many: "errors", path: "M5 1h6l4 4v6l-4 4H5l-4-4V5z", token: "--critical" },
  trace: { one: "trace", many: "traces", path: "M2 3h12v10H2z", token: "--series-1" },
  message: { one: "message", many: "messages", path: "M1 2h14v9H8l-4 4v-4H1z", token: "--series-5" },
  task_run: {
    one: "task run",
    many: "task runs",
    path: "M4.5 1.5h7L15 8l-3.5 6.5h-7L1 8z",
    token: "--series-3",
  },
  finding: { one: "finding", many: "findings", path: "M8 1 15.5 14.5H.5z", token: "--series-4" },
};
export const KIND_NAMES = Object.keys(KINDS) as Kind[];

/** Strongest first; the weaker, the thinner, the more broken and the paler it is drawn. */
export const LINKS: Record<LinkKind, { says: string; width: number; dash: string; opacity: number }> = {
  subject: { says: "the finding is about it", width: 2.5, dash: "", opacity: 1 },
  trace: { says: "same trace", width: 2.5, dash: "", opacity: 1 },
  release: { says: "same release or commit", width: 2, dash: "", opacity: 0.9 },
  mention: { says: "a message names it", width: 1.75, dash: "8 3", opacity: 0.8 },
  service: { says: "same service", width: 1.5, dash: "5 5", opacity: 0.65 },
  nearness: { says: "near in time, nothing else", width: 1.25, dash: "2 5", opacity: 0.5 },
};
export const LINK_NAMES = Object.keys(LINKS) as LinkKind[];

/** What a node is called where its title is empty, and how many it stands for. */
export function nameOf({
  kind,
  title,
  place,
  count,
}: Pick<GraphNode, "kind" | "title" | "place" | "count">): string {
  const name = title?.trim() || place || KINDS[kind].one;
  return count > 1 ? `${name} ×${count}` : name;
}
