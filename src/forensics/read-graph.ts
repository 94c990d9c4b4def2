import { z } from "zod";

import type { Params } from "../contracts/query.ts";
import { countKinds } from "./count-kinds.ts";
import type { State } from "../state/open.ts";
import { boundGraph } from "./bound-graph.ts";
import { chooseWindow, findingsIn, type ChosenWindow, type WindowChoice } from "./choose-window.ts";
import { gatherClues, readServices } from "./clues.ts";
import { findingThing } from "./finding-thing.ts";
import { foldThings } from "./fold-things.ts";
import type { ForensicGraph } from "./graph.ts";
import { openInquiry, type Inquiry, type InquiryContext } from "./inquiry.ts";
import { drawEdge, drawNode } from "./draw.ts";
import { nodeOf, Thing } from "./thing.ts";
import { tieThings } from "./tie-things.ts";

/** More cannot be read by a person, nor laid out at once by a browser. */
const MOST_NODES = 500;
const MOST_EDGES = 2_000;
/** Things of each kind that the lake is asked for, before repetitions are folded. */
const MOST_THINGS = 300;

const Row = Thing.extend({ things: z.number() });

/**
 * The causal graph of a window: what happened, in order, and what is tied to what, by which kind of link and how strongly.
 * Throws `not_found` for an unknown incident or service, `invalid` for a window that is none, `busy` past the deadline.
 */
export async function readGraph(
  context: InquiryContext & { state: State },
  choice: WindowChoice,
  now: Date,
  most_nodes = MOST_NODES,
): Promise<ForensicGraph> {
  const inquiry = openInquiry(context, now);
  const services = await readServices(inquiry);
  const about = await chooseWindow(context.state, services, choice, now);
  const findings = about.incident === null ? await findingsIn(context.state, about) : about.findings;
  const chosen = { ...about, findings };
  const rows = await askThings(inquiry, chosen);
  const things = [...rows, ...chosen.findings.map(findingThing)];
  const clues = await gatherClues(inquiry, things, chosen.window, services);
  const ties = tieThings(things, chosen.findings, chosen.links, clues);
  const bounded = boundGraph(foldThings(things, ties), ties, {
    nodes: Math.min(most_nodes, MOST_NODES),
    edges: MOST_EDGES,
  });
  const folded = new Set(
    bounded.folds.filter(({ members }) => members.length > 1).map(({ first }) => nodeOf(first)),
  );
  const uncovered = inquiry.uncovered(chosen.connections);
  return {
    window: chosen.window,
    connections: chosen.connections,
    incident: chosen.incident === null ? null : { id: chosen.incident.id, title: chosen.incident.title },
    nodes: bounded.folds.map((fold) => drawNode(fold, chosen)),
    edges: bounded.ties.map((tie) => drawEdge(tie, inquiry.asked(), folded)),
    kinds: countKinds(rows, things, bounded.folds),
    edges_left_out: bounded.ties_left_out,
    complete: uncovered.length === 0 && !inquiry.truncated(),
    uncovered,
  };
}

async function askThings(inquiry: Inquiry, chosen: ChosenWindow): Promise<z.infer<typeof Row>[]> {
  const { window, connections, findings, incident } = chosen;
  const subjects = findings.flatMap(({ subject }) => [...subject.trace_ids, ...subject.issue_ids]);
  const params: Params = {
    since: window.from,
    until: window.to,
    connections,
    named: [...new Set([...subjects, incident?.blame?.sha ?? []].flat())].toSorted(),
    most: MOST_THINGS,
  };
  return inquiry.ask(Row, "things_in_window", params);
}
