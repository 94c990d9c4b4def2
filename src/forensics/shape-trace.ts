import { foldSteps, type FoldableStep } from "./fold-steps.ts";
import type { Repeats } from "./repeated-steps.ts";
import type { Sequence, Trace, TraceRow } from "./trace.ts";
import { grouped } from "./grouped.ts";

/** The top of the tree, under which what has no parent hangs, or one that is not there. */
const TOP = "";

/** What does something itself, in the order of time: a container is the sum of what it holds, unless it calls a model or tool. */
export function chainOf(observations: TraceRow[], repeats: Repeats): Sequence[] {
  const holders = new Set(observations.map(({ parent_id }) => parent_id));
  const steps = observations.filter(
    ({ id, type }) => !holders.has(id) || type === "GENERATION" || type === "TOOL",
  );
  return foldSteps(steps.map((step) => foldable(step, repeats)));
}

/** What hangs under each step, in the order of time. */
export function treeOf(observations: TraceRow[], repeats: Repeats): Record<string, Sequence[]> {
  const parents = new Map(observations.map(({ id, parent_id }) => [id, parent_id]));
  const reached = reachable(observations, parents);
  const groups = grouped(observations, ({ id, parent_id }) =>
    parent_id !== null && parents.has(parent_id) && reached.has(id) ? parent_id : TOP,
  );
  return Object.fromEntries(
    [...groups].map(([parent, steps]) => [parent, foldSteps(steps.map((step) => foldable(step, repeats)))]),
  );
}

/** Steps that are found from the top: of a ring of parents, which only a faulty sender makes, none is. */
function reachable(observations: TraceRow[], parents: Map<string, string | null>): Set<string> {
  const children = grouped(observations, ({ parent_id }) =>
    parent_id !== null && parents.has(parent_id) ? parent_id : TOP,
  );
  const found = new Set<string>();
  const open = [TOP];
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    for (const { id } of children.get(parent) ?? []) {
      if (found.has(id)) continue;
      found.add(id);
      open.push(id);
    }
  }
  return found;
}

/** Repeated cycles, those with most repetitions first, named after the step of theirs that got the same answer again. */
export function loopsIn(chain: Sequence[], observations: TraceRow[]): Trace["loops"] {
  const steps = new Map(observations.map((step) => [step.id, step]));
  return chain
    .filter(({ loop }) => loop)
    .map(({ times, steps: ids }) => {
      const cycle = ids.slice(0, ids.length / times).flatMap((id) => steps.get(id) ?? []);
      const tool = cycle.find(({ type }) => type === "TOOL") ?? cycle[0];
      return { name: tool?.name ?? "unnamed", times, first: ids[0] ?? "" };
    })
    .toSorted((one, other) => other.times - one.times);
}

/** A call is the same call when its arguments are; what a model writes differs in words, so its name counts. */
function foldable({ id, type, name, level }: TraceRow, repeats: Repeats): FoldableStep {
  const known = repeats.get(id);
  const call = type === "GENERATION" ? undefined : known?.signature;
  return {
    id,
    does: JSON.stringify([type, name, call ?? null, level === "ERROR"]),
    again: (known?.repeats ?? 0) > 0,
  };
}
