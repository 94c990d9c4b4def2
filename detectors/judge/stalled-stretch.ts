import { elapsed } from "../../src/contracts/moment.ts";
import { groupBy } from "./group.ts";

/** A step of a trace, as loop_steps gives it. */
export type Step = {
  began_at: string;
  name: string;
  /** Same signature: same tool and canonical arguments. */
  signature: string;
  /** Earlier steps with this signature and the same result. */
  repeats: number;
  failed: boolean;
  /** Earlier steps of this name that failed with the same result. */
  failed_before: number;
  empty: boolean;
};

/** A stretch of steps that bring next to nothing new. */
export type Stretch = {
  /** The tool repeated most. */
  tool: string;
  /** Its calls with repeated arguments, the first included. */
  calls: number;
  /** Steps of the stretch that only repeated an earlier one. */
  repeats: number;
  /** How often the most repeated signature occurred. */
  occurrences: number;
  from: string;
  to: string;
};

/** Nothing new: a repeat. A repeat of a failure is as plain as two. */
const REPEAT = 1;
const REPEATED_FAILURE = 2;
/** New, but without a result, or with a failure that is known: a thought, another try at a broken tool. */
const IDLE = -1;
/** A new result outweighs three repeats: work goes on. */
const PROGRESS = -3;

/**
 * The stretch in which repeats outweigh progress most; undefined when no step repeats. Steps are in their order.
 * Cycles (A, B, A, B) are stretches too: every step after the first round is a repeat.
 */
export function stalledStretch(steps: Step[]): Stretch | undefined {
  let best = { score: 0, from: 0, to: -1 };
  let current = { score: 0, from: 0 };
  steps.forEach((step, index) => {
    if (current.score === 0) current = { score: 0, from: index };
    current.score = Math.max(0, current.score + weightOf(step));
    if (current.score > best.score) best = { score: current.score, from: current.from, to: index };
  });
  const repeats = steps.slice(best.from, best.to + 1).filter((step) => step.repeats > 0);
  const [tool, ofTool] =
    [...groupBy(repeats, ({ name }) => name)].toSorted(
      ([, one], [, other]) => other.length - one.length,
    )[0] ?? [];
  const last = steps[best.to];
  if (tool === undefined || ofTool === undefined || last === undefined) return undefined;

  const signatures = new Set(ofTool.map(({ signature }) => signature));
  // A stretch starts with a repeat: the call it repeats lies before.
  const repeated = (step: Step) => signatures.has(step.signature);
  const originals = groupBy(steps.slice(0, best.from).filter(repeated), ({ signature }) => signature);
  const calls = [
    ...[...originals.values()].flatMap((earlier) => earlier.at(-1) ?? []),
    ...steps.slice(best.from, best.to + 1).filter(repeated),
  ];
  const bySignature = [...groupBy(calls, ({ signature }) => signature).values()];
  return {
    tool,
    calls: calls.length,
    repeats: repeats.length,
    occurrences: Math.max(...bySignature.map(({ length }) => length)),
    from: calls.map(({ began_at }) => began_at).toSorted()[0] ?? last.began_at,
    to: last.began_at,
  };
}

function weightOf({ repeats, failed, failed_before, empty }: Step): number {
  if (repeats > 0) return failed ? REPEATED_FAILURE : REPEAT;
  return empty || failed_before > 0 ? IDLE : PROGRESS;
}

/** The most moments that lie within any span of so many milliseconds. Moments are in their order. */
export function mostWithin(moments: string[], ms: number): number {
  let first = 0;
  return moments.reduce((most, moment, index) => {
    while (elapsed(moments[first] ?? moment, moment) >= ms) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}
