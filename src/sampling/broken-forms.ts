/** Traces with an output that lost the form its feature or its tool usually has. */
import { z } from "zod";

import { snapshotOf } from "../../detectors/judge/output-schema.ts";
import { promptDrift } from "../../detectors/prompt_drift.ts";
import type { SampledOutput } from "../../detectors/strategies/drift.ts";
import { featuresOf } from "../../detectors/strategies/features.ts";
import { losesForm } from "../quality/loses-form.ts";
import { traceKey } from "./judge-traces.ts";

/** A row of the query tool_forms. */
export const ToolForm = z.object({
  connection: z.string(),
  trace_id: z.string(),
  tool: z.string(),
  text_calls: z.number(),
  short_calls: z.number(),
  usual_calls: z.number(),
  usual_json_calls: z.number(),
  usual_short_calls: z.number(),
  usual_length: z.number().nullable(),
});
export type ToolForm = z.infer<typeof ToolForm>;

/** Calls in the days before that make a tool's form known, and the least usual length that can be fallen short of. */
const KNOWN_CALLS = 10;
const LEAST_LENGTH = 30;
/** Part of a tool's usual answers that must have a form, or may lack it, for one without it to be odd. */
const NEARLY_ALL = 0.9;
const HARDLY_ANY = 0.1;

/** The outputs of features held against their form in the days before, as the detector prompt_drift reads it. */
export function brokenOutputs(outputs: SampledOutput[], limits: unknown): string[] {
  const form = promptDrift.limits.parse(limits ?? {});
  return featuresOf(outputs, form).flatMap((feature) => {
    const { usual, judged } = feature;
    if (usual.length < form.baseline_outputs) return [];
    const snapshot = snapshotOf(usual, form.required_share);
    return judged.flatMap(({ connection, trace_id, ...output }) =>
      trace_id !== null && losesForm(output, snapshot) ? traceKey({ connection, trace_id }) : [],
    );
  });
}

export function brokenTools(rows: ToolForm[]): string[] {
  return rows.filter(isBroken).map(traceKey);
}

function isBroken(row: ToolForm): boolean {
  if (row.usual_calls < KNOWN_CALLS) return false;
  const textForJson = row.text_calls > 0 && row.usual_json_calls >= NEARLY_ALL * row.usual_calls;
  const farLess =
    row.short_calls > 0 &&
    (row.usual_length ?? 0) >= LEAST_LENGTH &&
    row.usual_short_calls <= HARDLY_ANY * row.usual_calls;
  return textForJson || farLess;
}
