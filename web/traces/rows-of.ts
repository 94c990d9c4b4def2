import type { Sequence, Trace, TraceStep } from "../types.ts";

/** A line of the list: a step, or a cycle that repeats. */
export type Row =
  | { kind: "step"; key: string; depth: number; step: TraceStep; holds: number; open: boolean }
  | {
      kind: "fold";
      key: string;
      depth: number;
      times: number;
      loop: boolean;
      steps: TraceStep[];
      open: boolean;
    };

type Opened = {
  /** Folds that are shown step by step, by their first step. */
  folds: Set<string>;
  /** Steps of the tree whose inside is not shown. */
  shut: Set<string>;
};

/** The steps in the order of time, repetitions folded. */
export function chainRows({ chain, steps }: Trace, { folds }: Opened): Row[] {
  const known = byId(steps);
  return chain.flatMap((sequence) => rowsOf(sequence, known, folds, 0).map(({ row }) => row));
}

/** The steps under what holds them. A stack of our own: a trace may nest deeper than the call stack goes. */
export function treeRows({ under, steps }: Trace, { folds, shut }: Opened): Row[] {
  const known = byId(steps);
  const rows: Row[] = [];
  const open = (under[""] ?? []).map((sequence) => ({ sequence, depth: 0 })).toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { sequence, depth } = next;
    if (sequence.times === 1 && sequence.steps.length === 1) {
      const [id = ""] = sequence.steps;
      const step = known.get(id);
      if (step === undefined) continue;
      const inside = under[id] ?? [];
      const holds = inside.reduce((sum, one) => sum + one.steps.length, 0);
      rows.push({ kind: "step", key: id, depth, step, holds, open: !shut.has(id) });
      if (!shut.has(id))
        open.push(...inside.map((one) => ({ sequence: one, depth: depth + 1 })).toReversed());
      continue;
    }
    const [head] = rowsOf(sequence, known, new Set(), depth);
    if (head === undefined) continue;
    const shown = folds.has(head.row.key);
    rows.push({ ...head.row, open: shown });
    const single = sequence.steps.map((id) => ({ times: 1, loop: false, steps: [id] }));
    if (shown) open.push(...single.map((one) => ({ sequence: one, depth: depth + 1 })).toReversed());
  }
  return rows;
}

function rowsOf(
  { times, loop, steps: ids }: Sequence,
  known: Map<string, TraceStep>,
  folds: Set<string>,
  depth: number,
): { row: Row }[] {
  const steps = ids.flatMap((id) => known.get(id) ?? []);
  const single = (deeper: number) =>
    steps.map((step) => ({
      row: { kind: "step", key: step.id, depth: deeper, step, holds: 0, open: true } satisfies Row,
    }));
  if (times === 1) return single(depth);
  const key = ids[0] ?? "";
  const open = folds.has(key);
  const head = { row: { kind: "fold", key, depth, times, loop, steps, open } satisfies Row };
  return open ? [head, ...single(depth + 1)] : [head];
}

const byId = (steps: TraceStep[]): Map<string, TraceStep> => new Map(steps.map((step) => [step.id, step]));
