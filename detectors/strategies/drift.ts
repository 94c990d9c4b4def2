/** What one strategy of prompt_drift found, before it is blamed and put into a judgement. */
import { z } from "zod";

import type { Severity } from "../../src/contracts/finding.ts";
import type { Params } from "../../src/contracts/query.ts";

export type Drift = {
  strategy: "schema_break" | "score_regression" | "output_shift";
  connection: string;
  /** The feature, or the score. */
  name: string;
  severity: Severity;
  title: string;
  onset: string;
  to: string;
  agents: string[];
  features: string[];
  models: string[];
  trace_ids: string[];
  facts: Record<string, string | number | boolean | null>;
  evidence: { query: string; params: Params }[];
};

/** A sampled model output, as output_schema_sample gives it. */
export const SampledOutput = z.object({
  connection: z.string(),
  feature: z.string(),
  agent: z.string().nullable(),
  period: z.enum(["baseline", "judged"]),
  observation_id: z.string(),
  trace_id: z.string().nullable(),
  started_at: z.string(),
  model: z.string().nullable(),
  release: z.string().nullable(),
  prompt_version: z.number().nullable(),
  form: z.enum(["json", "tool_call", "text", "empty"]),
  fenced: z.boolean(),
  paths: z.array(z.string()),
  opening: z.string(),
  refusal: z.boolean(),
  answer_length: z.number(),
});
export type SampledOutput = z.infer<typeof SampledOutput>;

export type Feature = {
  connection: string;
  feature: string;
  usual: SampledOutput[];
  judged: SampledOutput[];
};
