/** The sampler's knobs in settings.json. */
import { z } from "zod";

const Points = z.int().min(0);

export const SamplingSettings = z.strictObject({
  /** How far back traces are judged, and how many days before that say what is usual. */
  horizon_hours: z.number().positive().default(24),
  baseline_days: z.int().positive().default(7),
  /** Points per reason; 0 switches a reason off. */
  weights: z
    .strictObject({
      error: Points.default(100),
      cost: Points.default(80),
      schema: Points.default(70),
      new_pattern: Points.default(60),
      generations: Points.default(40),
      low_score: Points.default(40),
    })
    .prefault({}),
  /** Times the agent's average beyond which a trace is costly. */
  cost_ratio: z.number().positive().default(2),
  /** Model calls beyond which a trace is long. */
  generations_over: z.int().min(0).default(5),
  /** Traces with fewer points are dropped. */
  keep_from: Points.default(40),
  /** Days that kept traces and statistics stay in the state. */
  remember_days: z.int().positive().default(30),
});
export type SamplingSettings = z.infer<typeof SamplingSettings>;
