/** How a tool must answer to be taken for failing; the defaults of `settings.json`. */
import { z } from "zod";

import { changeLimits } from "../blame/change-inputs.ts";

export const ToolFailureLimits = z.object({
  horizon_hours: z
    .int()
    .positive()
    .default(24)
    .describe("Hours before the judged moment that are looked at."),
  baseline_days: z.int().positive().default(7).describe("Days before those that say what is usual."),
  baseline_calls: z
    .int()
    .positive()
    .default(10)
    .describe("Calls that the days before must have for a tool to be judged."),
  json_share: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe("Part of the usual answers that must be JSON for a tool to be a JSON tool."),
  short_share: z
    .number()
    .positive()
    .max(1)
    .default(0.2)
    .describe("Part of the usual length below which an answer is short."),
  usual_length: z
    .number()
    .nonnegative()
    .default(30)
    .describe("Characters that a tool's usual answer must have for short ones to say anything."),
  bad_calls: z.int().positive().default(3).describe("Bad answers that a stretch of trouble must have."),
  hour_share: z
    .number()
    .positive()
    .max(1)
    .default(0.3)
    .describe("Part of an hour's calls that must be bad for the hour to be troubled."),
  surprise: z
    .number()
    .positive()
    .default(4)
    .describe("Standard errors by which the bad answers must lie above the usual share of bad ones."),
  nearby_minutes: z
    .int()
    .positive()
    .max(15)
    .default(5)
    .describe("Minutes between a call and a Sentry error that may belong to it."),
  weakly_linked_traces: z
    .int()
    .positive()
    .default(3)
    .describe("Traces that must show it when only release or service ties the error."),
  high_traces: z.int().positive().default(3).describe("Traces from which on it is high."),
  usual_ratio: z
    .number()
    .min(1)
    .default(3)
    .describe("Times the usual number, for tools that always had some."),
  ...changeLimits,
});
export type ToolFailureLimits = z.infer<typeof ToolFailureLimits>;
