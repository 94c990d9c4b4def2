import type { Sequence } from "./trace.ts";

/** What a step does, as far as repeating goes; `again` when it got the same answer as an earlier one. */
export type FoldableStep = { id: string; does: string; again: boolean };

/** An agent's turn (think, call, read) has a few steps; longer cycles are plans, which are worth reading. */
const LONGEST_CYCLE = 6;
const FEWEST_TIMES = 3;

/**
 * Folds a cycle that follows itself three times or more: of the cycles that begin at a step the one that covers most,
 * the shortest of equals. Read one after the other, the sequences are the steps again, each once and in their order.
 */
export function foldSteps(steps: FoldableStep[]): Sequence[] {
  const sequences: Sequence[] = [];
  let at = 0;
  while (at < steps.length) {
    const { length, times } = bestCycle(steps, at);
    const covered = steps.slice(at, at + length * times);
    sequences.push({
      times,
      loop: times > 1 && covered.some(({ again }) => again),
      steps: covered.map(({ id }) => id),
    });
    at += covered.length;
  }
  return sequences;
}

function bestCycle(steps: FoldableStep[], at: number): { length: number; times: number } {
  let best = { length: 1, times: 1 };
  for (let length = 1; length <= LONGEST_CYCLE; length += 1) {
    const times = timesOver(steps, at, length);
    if (times >= FEWEST_TIMES && times * length > best.times * best.length) best = { length, times };
  }
  return best;
}

function timesOver(steps: FoldableStep[], at: number, length: number): number {
  let next = at + length;
  while (next < steps.length && steps[next]?.does === steps[next - length]?.does) next += 1;
  return Math.floor((next - at) / length);
}
