import { z } from "zod";

import { count, percent } from "../blame/words.ts";
import { groupBy } from "../judge/group.ts";
import { troubleOf, type TroubledLimits } from "../judge/troubled-hours.ts";
import type { ToolTrouble } from "./tool-trouble.ts";

export const ToolForms = z.object({
  connection: z.string(),
  tool: z.string(),
  period: z.enum(["baseline", "judged"]),
  from_at: z.string(),
  calls: z.number(),
  json_calls: z.number(),
  text_calls: z.number(),
  empty_calls: z.number(),
  first_text_at: z.string().nullable(),
  last_text_at: z.string().nullable(),
  trace_ids: z.array(z.string()),
  agents: z.array(z.string()),
  text_cost_usd: z.number(),
  sample: z.string().nullable(),
});
type ToolForms = z.infer<typeof ToolForms>;

export type SchemaLimits = TroubledLimits & { baseline_calls: number; json_share: number };

/** Tools that the baseline knows to answer in JSON, by connection and name. */
export function jsonTools(rows: ToolForms[], limits: SchemaLimits): Set<string> {
  const known = rows.filter(({ period, calls, json_calls, empty_calls }) => {
    const answered = calls - empty_calls;
    return (
      period === "baseline" && answered >= limits.baseline_calls && json_calls >= limits.json_share * answered
    );
  });
  return new Set(known.map(toolKey));
}

export const toolKey = ({ connection, tool }: { connection: string; tool: string }): string =>
  JSON.stringify([connection, tool]);

/** JSON tools that turned to text. */
export function schemaFailures(rows: ToolForms[], limits: SchemaLimits): Omit<ToolTrouble, "evidence">[] {
  const json = jsonTools(rows, limits);
  return [...groupBy(rows, toolKey)].flatMap(([key, own]) => {
    const baseline = own.find(({ period }) => period === "baseline");
    const [first] = own;
    if (baseline === undefined || first === undefined || !json.has(key)) return [];
    const hours = own.filter(({ period }) => period === "judged");
    const trouble = troubleOf(
      hours.map((hour) => ({
        ...hour,
        calls: hour.calls - hour.empty_calls,
        bad: hour.text_calls,
        first_bad_at: hour.first_text_at,
        last_bad_at: hour.last_text_at,
        bad_cost_usd: hour.text_cost_usd,
      })),
      { calls: baseline.calls - baseline.empty_calls, bad: baseline.text_calls },
      limits,
    );
    if (trouble === undefined) return [];
    const usual = percent(baseline.json_calls / (baseline.calls - baseline.empty_calls));
    return {
      strategy: "schema_failure" as const,
      connection: first.connection,
      tool: first.tool,
      severity: "high" as const,
      title: `${first.tool} answers text instead of JSON: ${trouble.bad} of ${count(trouble.calls, "call")}`,
      from: trouble.from,
      last_at: trouble.last_bad_at,
      calls: trouble.bad,
      trace_ids: trouble.trace_ids,
      agents: trouble.agents,
      issue_ids: [],
      cost_usd: trouble.cost_usd,
      facts: {
        text_answers: trouble.bad,
        calls_in_troubled_hours: trouble.calls,
        usual_json_percent: usual,
        baseline_calls: baseline.calls,
      },
    };
  });
}
