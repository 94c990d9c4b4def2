/** The sampler's rule: which traces of a span are worth a look, and why. */
import { z } from "zod";

import type { SamplingSettings } from "./sampling-settings.ts";

/** A row of the query trace_signals. */
export const TraceSignals = z.object({
  connection: z.string(),
  trace_id: z.string(),
  agent: z.string().nullable(),
  started_at: z.string(),
  generations: z.number(),
  cost_usd: z.number(),
  usual_cost_usd: z.number().nullable(),
  bad_steps: z.number(),
  sentry_errors: z.number(),
  low_scores: z.number(),
  tools: z.array(z.string()),
  pattern_seen: z.boolean().nullable(),
});
export type TraceSignals = z.infer<typeof TraceSignals>;

export const SAMPLING_REASONS = [
  "error",
  "cost",
  "schema",
  "new_pattern",
  "generations",
  "low_score",
] as const;
export type SamplingReason = (typeof SAMPLING_REASONS)[number];

export type JudgedTrace = Pick<TraceSignals, "connection" | "trace_id" | "agent" | "started_at"> & {
  points: number;
  reasons: SamplingReason[];
  kept: boolean;
};

/** What names a trace across connections. */
export const traceKey = ({ connection, trace_id }: { connection: string; trace_id: string }): string =>
  JSON.stringify([connection, trace_id]);

/** Points and reasons of each trace; `broken` holds the keys of traces with an output that lost its usual form. */
export function judgeTraces(
  traces: TraceSignals[],
  broken: ReadonlySet<string>,
  settings: SamplingSettings,
): JudgedTrace[] {
  return traces.map((trace) => {
    const holds: Record<SamplingReason, boolean> = {
      error: trace.bad_steps > 0 || trace.sentry_errors > 0,
      cost: trace.usual_cost_usd !== null && trace.cost_usd > settings.cost_ratio * trace.usual_cost_usd,
      schema: broken.has(traceKey(trace)),
      new_pattern: trace.pattern_seen === false,
      generations: trace.generations > settings.generations_over,
      low_score: trace.low_scores > 0,
    };
    const reasons = SAMPLING_REASONS.filter((reason) => holds[reason] && settings.weights[reason] > 0);
    const points = reasons.reduce((sum, reason) => sum + settings.weights[reason], 0);
    const { connection, trace_id, agent, started_at } = trace;
    return { connection, trace_id, agent, started_at, points, reasons, kept: points >= settings.keep_from };
  });
}
