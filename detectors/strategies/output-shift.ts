import { endAfter } from "../../src/contracts/moment.ts";
import { percent } from "../blame/words.ts";
import { shiftsOf, type Shift, type ShiftLimits } from "../judge/format-shift.ts";
import { distinct } from "../judge/group.ts";
import { onsetIndex } from "../judge/onset.ts";
import type { Drift, Feature } from "./drift.ts";

export type OutputShiftLimits = ShiftLimits & {
  shift_baseline_outputs: number;
  shift_judged_outputs: number;
};

/** Newest outputs whose form is compared: twice the least, so that a turn in the night shows in the morning. */
const NEWEST = 2;

/**
 * A feature's newest answers against the days before in outward form. Of a JSON feature only the fence is judged: a
 * fence that appears breaks whoever parses the text, and the rest is judged by its keys.
 */
export function outputShift(
  { connection, feature, usual, judged }: Feature,
  json: boolean,
  limits: OutputShiftLimits,
): Omit<Drift, "evidence"> | undefined {
  if (usual.length < limits.shift_baseline_outputs || judged.length < limits.shift_judged_outputs)
    return undefined;
  const newest = judged.slice(-NEWEST * limits.shift_judged_outputs);
  const shifts = shiftsOf(usual, newest, limits, json ? ["answers with a code fence"] : undefined);
  const [main] = shifts;
  if (main === undefined) return undefined;
  const start = onsetIndex(judged.map(main.isNew), 0.5) ?? 0;
  const [first, last] = [judged[start], judged.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return {
    strategy: "output_shift",
    connection,
    name: feature,
    severity: "medium",
    title: `${feature} answers in another form: ${wordsOf(main)}`,
    onset: first.started_at,
    to: endAfter(last.started_at),
    agents: distinct(judged.map(({ agent }) => agent)),
    features: [feature],
    models: distinct(judged.slice(start).map(({ model }) => model)),
    trace_ids: distinct(
      judged
        .slice(start)
        .filter(main.isNew)
        .slice(-20)
        .map(({ trace_id }) => trace_id),
    ),
    facts: {
      feature,
      what_moved: main.what,
      usual: valueOf(main.usual, main),
      now: valueOf(main.now, main),
      unit: main.unit === "share" ? "percent of answers" : main.unit,
      also_moved: shifts.slice(1, 4).map(wordsOf).join("; ") || null,
      baseline_outputs: usual.length,
      compared_outputs: newest.length,
      models_before:
        distinct(usual.map(({ model }) => model))
          .slice(0, 3)
          .join(", ") || null,
      models_now:
        distinct(newest.map(({ model }) => model))
          .slice(0, 3)
          .join(", ") || null,
    },
  };
}

const valueOf = (value: number, { unit }: Shift): number =>
  unit === "share" ? percent(value) : Math.round(value);

function wordsOf(shift: Shift): string {
  const unit = shift.unit === "share" ? " %" : ` ${shift.unit}`;
  return `${shift.what} from ${valueOf(shift.usual, shift)}${unit} to ${valueOf(shift.now, shift)}${unit}`;
}
