import { z } from "zod";

import { count } from "../blame/words.ts";
import { distinct, groupBy, sum } from "../judge/group.ts";
import { toolKey } from "./schema-failure.ts";
import type { ToolTrouble } from "./tool-trouble.ts";

export const ErrorNearby = z.object({
  connection: z.string(),
  period: z.enum(["baseline", "judged"]),
  tool: z.string(),
  agent: z.string().nullable(),
  trace_id: z.string(),
  observation_id: z.string(),
  called_at: z.string(),
  release: z.string().nullable(),
  cost_usd: z.number(),
  issue_id: z.string().nullable(),
  event_id: z.string().nullable(),
  error_at: z.string(),
  error_title: z.string().nullable(),
  gap_seconds: z.number(),
  link: z.enum(["same_trace", "same_release", "same_service"]),
});
type ErrorNearby = z.infer<typeof ErrorNearby>;

export type CorrelatedLimits = {
  horizon_hours: number;
  baseline_days: number;
  /** Traces that must show it when only release or service ties the error. */
  weakly_linked_traces: number;
  high_traces: number;
  /** Times the usual number per horizon, for tools that always had some. */
  usual_ratio: number;
};

/** Tool calls that look fine while Sentry saw an error of the same run within minutes. */
export function correlatedFailures(
  rows: ErrorNearby[],
  limits: CorrelatedLimits,
): Omit<ToolTrouble, "evidence">[] {
  return [...groupBy(rows, toolKey).values()].flatMap((own) => {
    const judged = own.filter(({ period }) => period === "judged");
    const [first] = judged;
    if (first === undefined) return [];
    // One trace counts once per tool, however many errors it threw.
    const traces = distinct(judged.map(({ trace_id }) => trace_id));
    const usual = distinct(
      own.filter(({ period }) => period === "baseline").map(({ trace_id }) => trace_id),
    ).length;
    const usualPerHorizon = (usual / limits.baseline_days) * (limits.horizon_hours / 24);
    const linked = judged.some(({ link }) => link === "same_trace");
    if (!linked && traces.length < limits.weakly_linked_traces) return [];
    if (traces.length < limits.usual_ratio * usualPerHorizon) return [];
    // A tool that had such an error within the week may well have one today.
    if (usual > 0 && traces.length < limits.high_traces) return [];
    const times = judged.map(({ called_at }) => called_at).toSorted();
    const calls = [...groupBy(judged, ({ observation_id }) => observation_id).values()].flatMap(
      ([call]) => call ?? [],
    );
    const titles = distinct(judged.map(({ error_title }) => error_title));
    return {
      strategy: "correlated_failure" as const,
      connection: first.connection,
      tool: first.tool,
      severity: traces.length >= limits.high_traces ? ("high" as const) : ("medium" as const),
      title: `${first.tool} looks fine in ${count(traces.length, "trace")} where Sentry saw it fail: ${titles[0] ?? "untitled error"}`,
      from: times[0] ?? first.called_at,
      last_at:
        judged
          .map(({ error_at }) => error_at)
          .toSorted()
          .at(-1) ?? first.error_at,
      calls: calls.length,
      trace_ids: traces,
      agents: distinct(judged.map(({ agent }) => agent)),
      issue_ids: distinct(judged.map(({ issue_id }) => issue_id)),
      cost_usd: sum(calls.map(({ cost_usd }) => cost_usd)),
      facts: {
        errors: judged.length,
        traces_with_errors: traces.length,
        usual_traces_per_day: Math.round((usual / limits.baseline_days) * 10) / 10,
        tied_by: distinct(judged.map(({ link }) => link)).join(", "),
        nearest_gap_seconds: Math.min(...judged.map(({ gap_seconds }) => Math.abs(gap_seconds))),
        error_title: titles[0] ?? null,
      },
    };
  });
}
