/** The knobs of pull request risk in settings.json. */
import { z } from "zod";

export const RiskSettings = z.strictObject({
  /** Score from which on a pull request is called high risk; PR_RISK_THRESHOLD stands above it. */
  threshold: z.number().min(0).max(100).default(70),
  /** Days after which what a merge was followed by counts half. */
  half_life_days: z.number().positive().default(30),
  /** How far back merges are measured again with every update. */
  history_days: z.int().positive().default(90),
});
export type RiskSettings = z.infer<typeof RiskSettings>;
