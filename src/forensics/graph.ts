/** The graph of a window as every surface shows it. Texts are as sources wrote them: data, never markup. */
import type { LinkKind } from "../incidents/strengths.ts";
import type { Hole } from "../queries/run.ts";
import type { Asked } from "./inquiry.ts";
import type { Thing, ThingKind } from "./thing.ts";

/** A thing, or several that are alike. `count` of them; figures are their sums. */
export type GraphNode = Omit<Thing, "id" | "releases"> & {
  /** `issue:shop:4001`; of several the first one's. */
  id: string;
  /** Its own id at the vendor. */
  ref: string;
  releases: string[];
  count: number;
  /** The first of those that are folded into it, by their ids at the vendor; empty when it is one. */
  members: { ref: string; happened_at: string }[];
  /** The incident blames this commit. */
  blamed: boolean;
  /** The question whose answer has it. */
  asked: Asked;
};

/** A link from the earlier to the later. Near in time is not cause, whatever is drawn. */
export type GraphEdge = {
  id: string;
  from: string;
  to: string;
  kind: LinkKind;
  /** 0 to 1, from the one table of strengths. */
  strength: number;
  /** `48 min after, same release` */
  label: string;
  why: string;
  /** The question that showed it; null when the incident store did. */
  asked: Asked | null;
};

export type ForensicGraph = {
  window: { from: string; to: string };
  /** Connections looked at; empty for all. */
  connections: string[];
  incident: { id: string; title: string } | null;
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Things of each kind in the window, and how many of them the nodes stand for. */
  kinds: { kind: ThingKind; things: number; shown: number }[];
  /** Links that were left out to stay readable, the weakest. */
  edges_left_out: number;
  complete: boolean;
  uncovered: Hole[];
};
