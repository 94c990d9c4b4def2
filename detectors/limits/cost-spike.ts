/** What an hour must cost to be a spike; the defaults of `settings.json`. */
import { z } from "zod";

import { changeLimits } from "../blame/change-inputs.ts";

export const CostSpikeLimits = z.object({
  horizon_hours: z
    .int()
    .positive()
    .default(24)
    .describe("Hours before the judged moment that are looked at."),
  baseline_days: z.int().positive().default(7).describe("Days before those that say what is usual."),
  ratio: z.number().min(1).default(2.5).describe("Times the usual hour."),
  critical_ratio: z.number().min(1).default(5).describe("Times the usual hour from which on it is critical."),
  critical_usd_per_hour: z
    .number()
    .positive()
    .default(10)
    .describe("Dollars per hour above which it is critical."),
  floor_usd_per_hour: z
    .number()
    .positive()
    .default(0.5)
    .describe("Dollars per hour below which nobody is told."),
  excess_usd: z.number().positive().default(0.5).describe("Dollars beyond the usual that an hour must cost."),
  baseline_hours: z.int().positive().default(12).describe("Busy hours that the days before must have."),
  seasonal_ratio: z
    .number()
    .min(1)
    .default(1.5)
    .describe("Times the same hour a day, a week or two weeks before."),
  usual_high_ratio: z.number().min(1).default(1.25).describe("Times the 98th percentile of the usual hours."),
  explained_share: z
    .number()
    .positive()
    .max(1)
    .default(0.6)
    .describe("Part of a project's or model's excess that spiking agents must explain to stand for it."),
  ...changeLimits,
});
export type CostSpikeLimits = z.infer<typeof CostSpikeLimits>;
