import { elapsed } from "../contracts/moment.ts";
import type { ChosenWindow } from "./choose-window.ts";
import { edgeLabel } from "./edge-label.ts";
import type { Fold } from "./fold-things.ts";
import type { GraphEdge, GraphNode } from "./graph.ts";
import type { Asked } from "./inquiry.ts";
import { nodeOf, type Thing } from "./thing.ts";
import type { Tie } from "./tie.ts";

/** Members of a fold that are named; the rest is a figure. */
const NAMED_MEMBERS = 20;

/** A thing, or several that are alike, as a node. */
export function drawNode({ first, members }: Fold, { window, incident }: ChosenWindow): GraphNode {
  const { id, url, ...thing } = first;
  const costs = members.flatMap(({ cost_usd }) => cost_usd ?? []);
  return {
    ...thing,
    id: nodeOf(first),
    ref: id,
    // A vendor's text: what is no address of the web is no link.
    url: url !== null && /^https?:\/\//.test(url) ? url : null,
    ended_at: latest(members),
    occurrences: members.reduce((sum, { occurrences }) => sum + occurrences, 0),
    cost_usd: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
    count: members.length,
    members:
      members.length === 1
        ? []
        : members.slice(0, NAMED_MEMBERS).map(({ id: ref, happened_at }) => ({ ref, happened_at })),
    blamed:
      first.kind === "commit" &&
      incident?.blame != null &&
      incident.blame.sha === first.id &&
      incident.blame.repo === first.place,
    asked: askedFor(first, window),
  };
}

/** A link as an edge, with the question that showed it among those asked. Of a fold it is the first one's distance. */
export function drawEdge(
  { from, to, kind, strength, why, query }: Tie,
  asked: Asked[],
  folded: Set<string>,
): GraphEdge {
  const label = edgeLabel(elapsed(from.happened_at, to.happened_at), kind);
  return {
    id: `${nodeOf(from)} ${nodeOf(to)}`,
    from: nodeOf(from),
    to: nodeOf(to),
    kind,
    strength,
    label: folded.has(nodeOf(to)) ? `the first ${label}` : label,
    why,
    asked: asked.find((one) => one.query === query) ?? null,
  };
}

function askedFor({ kind, id, connection }: Thing, { from, to }: { from: string; to: string }): Asked {
  if (kind === "trace") return { query: "trace_tree", params: { trace_id: id } };
  if (kind === "finding")
    return { query: "incident_timeline", params: { since: from, until: to, connection } };
  const params = { since: from, until: to, connections: [connection], kind, id };
  return { query: "things_in_window", params };
}

const latest = (members: Thing[]): string =>
  members
    .map(({ ended_at }) => ended_at)
    .reduce((one, other) => (Date.parse(one) >= Date.parse(other) ? one : other));
