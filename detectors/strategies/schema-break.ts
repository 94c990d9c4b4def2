import { endAfter } from "../../src/contracts/moment.ts";
import { count, percent } from "../blame/words.ts";
import { distinct, groupBy } from "../judge/group.ts";
import { onsetIndex } from "../judge/onset.ts";
import { breach, snapshotOf } from "../judge/output-schema.ts";
import { aboveShare } from "../judge/significance.ts";
import type { Drift, Feature } from "./drift.ts";

export type BreakLimits = {
  baseline_outputs: number;
  judged_outputs: number;
  least_judged_outputs: number;
  json_share: number;
  required_share: number;
  failing_share: number;
  high_failing_share: number;
  surprise: number;
};

/** Whether a feature answers in JSON by its baseline, and so has a form to break. */
export function isJsonFeature({ usual }: Feature, limits: BreakLimits): boolean {
  const json = usual.filter(({ form }) => form === "json" || form === "tool_call").length;
  return usual.length >= limits.baseline_outputs && json >= limits.json_share * usual.length;
}

/** The feature's newest outputs held against its snapshot of the days before. */
export function schemaBreak(feature: Feature, limits: BreakLimits): Omit<Drift, "evidence"> | undefined {
  const { usual, judged } = feature;
  if (!isJsonFeature(feature, limits) || judged.length < limits.least_judged_outputs) return undefined;
  const snapshot = snapshotOf(usual, limits.required_share);
  const usualBreaches = usual.filter((output) => breach(output, snapshot) !== undefined).length;
  const breaches = judged.map((output) => breach(output, snapshot));
  const window = worstWindow(breaches, limits);
  const surprise = aboveShare(window.failing, window.size, usualBreaches, usual.length);
  if (window.failing <= window.least * window.size || surprise < limits.surprise) return undefined;

  const share = window.failing / window.size;
  const upTo = judged.slice(0, window.end);
  const failing = upTo.filter((_, index) => breaches[index] !== undefined);
  const start =
    onsetIndex(
      breaches.slice(0, window.end).map((one) => one !== undefined),
      share / 2,
    ) ?? 0;
  const first = judged[start];
  const last = judged[window.end - 1];
  if (first === undefined || last === undefined) return undefined;
  const reasons = groupBy(distinctReasons(breaches.slice(start, window.end)), (reason) => reason);
  const [main] = [...reasons].toSorted(([, one], [, other]) => other.length - one.length)[0] ?? ["unknown"];
  return {
    strategy: "schema_break",
    connection: feature.connection,
    name: feature.feature,
    severity: share > limits.high_failing_share ? "high" : "medium",
    title: `${feature.feature} breaks its output form: ${window.failing} of the last ${count(window.size, "output")} fail (${main})`,
    onset: first.started_at,
    to: endAfter(last.started_at),
    agents: distinct(judged.map(({ agent }) => agent)),
    features: [feature.feature],
    models: distinct(judged.slice(start).map(({ model }) => model)),
    trace_ids: distinct(failing.slice(-20).map(({ trace_id }) => trace_id)),
    facts: {
      feature: feature.feature,
      failing_outputs: window.failing,
      checked_outputs: window.size,
      failing_percent: percent(share),
      main_reason: main,
      baseline_outputs: usual.length,
      usual_failing_percent: percent(usualBreaches / usual.length),
      required_keys: snapshot.required.length,
      recovered: window.end < judged.length,
    },
  };
}

/** The newest outputs; else, when these are fine, the worst run of as many that failed for the most part. */
function worstWindow(breaches: (string | undefined)[], limits: BreakLimits) {
  const size = Math.min(limits.judged_outputs, breaches.length);
  const at = (end: number) => ({
    size,
    end,
    failing: breaches.slice(end - size, end).filter((one) => one !== undefined).length,
    least: end === breaches.length ? limits.failing_share : limits.high_failing_share,
  });
  const newest = at(breaches.length);
  if (newest.failing > newest.least * size) return newest;
  const earlier = Array.from({ length: breaches.length - size }, (_, index) => at(index + size));
  return earlier.reduce((worst, window) => (window.failing > worst.failing ? window : worst), newest);
}

const distinctReasons = (breaches: (string | undefined)[]): string[] =>
  breaches.filter((one) => one !== undefined);
