import { z } from "zod";

import { count, percent } from "../blame/words.ts";
import { groupBy } from "../judge/group.ts";
import { troubleOf, type TroubledLimits } from "../judge/troubled-hours.ts";
import { toolKey } from "./schema-failure.ts";
import type { ToolTrouble } from "./tool-trouble.ts";

export const ToolLengths = z.object({
  connection: z.string(),
  tool: z.string(),
  period: z.enum(["baseline", "judged"]),
  from_at: z.string(),
  calls: z.number(),
  short_calls: z.number(),
  short_texts: z.number(),
  usual_length: z.number().nullable(),
  median_length: z.number().nullable(),
  first_short_at: z.string().nullable(),
  last_short_at: z.string().nullable(),
  trace_ids: z.array(z.string()),
  agents: z.array(z.string()),
  short_cost_usd: z.number(),
});
type ToolLengths = z.infer<typeof ToolLengths>;

export type LengthLimits = TroubledLimits & {
  baseline_calls: number;
  usual_length: number;
  short_share: number;
};

/** Tools whose answers became far shorter than usual. Short texts of JSON tools are left to schema_failure. */
export function outputAnomalies(
  rows: ToolLengths[],
  jsonTools: Set<string>,
  limits: LengthLimits,
): Omit<ToolTrouble, "evidence">[] {
  return [...groupBy(rows, toolKey)].flatMap(([key, own]) => {
    const baseline = own.find(({ period }) => period === "baseline");
    const [first] = own;
    if (baseline === undefined || first === undefined || baseline.calls < limits.baseline_calls) return [];
    if (baseline.usual_length === null || baseline.usual_length < limits.usual_length) return [];
    const short = (row: ToolLengths) => row.short_calls - (jsonTools.has(key) ? row.short_texts : 0);
    const trouble = troubleOf(
      own
        .filter(({ period }) => period === "judged")
        .map((hour) => ({
          ...hour,
          bad: short(hour),
          first_bad_at: hour.first_short_at,
          last_bad_at: hour.last_short_at,
          bad_cost_usd: hour.short_cost_usd,
        })),
      { calls: baseline.calls, bad: short(baseline) },
      limits,
    );
    if (trouble === undefined) return [];
    const usual = Math.round(baseline.usual_length);
    return {
      strategy: "output_anomaly" as const,
      connection: first.connection,
      tool: first.tool,
      severity: "medium" as const,
      title: `${first.tool} answers far less than usual: ${trouble.bad} of ${count(trouble.calls, "call")} under ${percent(limits.short_share)} % of ${usual} characters`,
      from: trouble.from,
      last_at: trouble.last_bad_at,
      calls: trouble.bad,
      trace_ids: trouble.trace_ids,
      agents: trouble.agents,
      issue_ids: [],
      cost_usd: trouble.cost_usd,
      facts: {
        short_answers: trouble.bad,
        calls_in_troubled_hours: trouble.calls,
        usual_length_characters: usual,
        baseline_calls: baseline.calls,
      },
    };
  });
}
