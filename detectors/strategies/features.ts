import { elapsed } from "../../src/contracts/moment.ts";
import { groupBy } from "../judge/group.ts";
import type { Feature, SampledOutput } from "./drift.ts";

/** Part of the outputs that must be tool calls for a feature to be one that answers by calls. */
const ANSWERS_BY_CALLS = 0.95;

/**
 * Sampled outputs by feature, oldest first. Where a model now talks and now calls tools, the talk decides what comes
 * next, not the prompt's form: calls are left out, unless the feature always answers by a call.
 */
export function featuresOf(
  outputs: SampledOutput[],
  limits: { baseline_outputs: number; judged_outputs: number },
): Feature[] {
  const groups = groupBy(outputs, ({ connection, feature }) => JSON.stringify([connection, feature]));
  return [...groups.values()].flatMap((rows): Feature[] => {
    const [first] = rows;
    if (first === undefined) return [];
    const ordered = rows.toSorted((one, other) => elapsed(other.started_at, one.started_at));
    const baseline = ordered.filter(({ period }) => period === "baseline");
    const calls = baseline.filter(({ form }) => form === "tool_call").length;
    const byCalls = baseline.length > 0 && calls >= ANSWERS_BY_CALLS * baseline.length;
    const kept = byCalls ? ordered : ordered.filter(({ form }) => form !== "tool_call");
    // A feature too young to have days before is held against all that came before its newest outputs.
    const usual = kept.filter(({ period }) => period === "baseline").length;
    const young = usual < limits.baseline_outputs ? kept.length - limits.judged_outputs : 0;
    const split = young >= limits.baseline_outputs ? young : usual;
    return [
      {
        connection: first.connection,
        feature: first.feature,
        usual: kept.slice(0, split),
        judged: kept.slice(split),
      },
    ];
  });
}
