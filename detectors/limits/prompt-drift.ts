/** What a changed output must look like to be told of; the defaults of `settings.json`. */
import { z } from "zod";

export const PromptDriftLimits = z.object({
  horizon_hours: z
    .int()
    .positive()
    .default(24)
    .describe("Hours before the judged moment that are looked at."),
  baseline_days: z.int().positive().default(7).describe("Days before those that say what is usual."),
  baseline_outputs: z
    .int()
    .positive()
    .default(20)
    .describe("Outputs that the days before must have for a feature's form to be known."),
  judged_outputs: z.int().positive().default(20).describe("Newest outputs that are checked."),
  least_judged_outputs: z.int().positive().default(10).describe("How many of them there must be at least."),
  json_share: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe("Part of the usual outputs that must be JSON for a feature to be a JSON feature."),
  required_share: z
    .number()
    .min(0)
    .max(1)
    .default(0.95)
    .describe("A key is required when at least this part of the usual outputs has it."),
  failing_share: z
    .number()
    .min(0)
    .max(1)
    .default(0.15)
    .describe("Part of the newest outputs that must fail."),
  high_failing_share: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("Part of failing outputs above which it is high."),
  surprise: z
    .number()
    .positive()
    .default(3)
    .describe("Standard errors by which the failing outputs must lie above the usual share of failing ones."),
  scores: z.int().positive().default(8).describe("Scores that the newest hours must have."),
  baseline_scores: z.int().positive().default(20).describe("Scores that the days before must have."),
  drop: z
    .number()
    .positive()
    .default(0.1)
    .describe("Fall of a mean score; in parts of the observed range for scores outside of 0..1."),
  high_drop: z.number().positive().default(0.3).describe("Fall of a mean score above which it is high."),
  score_surprise: z
    .number()
    .positive()
    .default(3)
    .describe("Standard errors by which a mean score must have fallen."),
  shift_baseline_outputs: z
    .int()
    .positive()
    .default(30)
    .describe("Outputs that the days before must have for the kind of answers to be known."),
  shift_judged_outputs: z
    .int()
    .positive()
    .default(20)
    .describe("Newest outputs that there must be to compare the kind of answers."),
  moved_share: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe("Part of the answers by which fenced or JSON answers must have become more or fewer."),
  moved_opening_share: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe("Part of the answers by which those with one opening must have become more or fewer."),
  refused_share: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe("Part of the answers by which refusals or empty answers must have become more or fewer."),
  length_distance: z
    .number()
    .min(0)
    .max(1)
    .default(0.6)
    .describe("How far apart the lengths must lie, from 0 (alike) to 1 (no overlap)."),
  length_ratio: z
    .number()
    .min(1)
    .default(2)
    .describe("Times that answers must have become longer or shorter."),
  shift_surprise: z
    .number()
    .positive()
    .default(4)
    .describe("Standard errors by which the kind of answers must have changed."),
  blame_hours: z
    .number()
    .positive()
    .default(48)
    .describe("Hours before onset within which a commit that touches prompts is blamed."),
});
export type PromptDriftLimits = z.infer<typeof PromptDriftLimits>;
