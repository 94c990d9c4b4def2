import { z } from "zod";

/** How what arrives is judged at once; see docs/operating.md. */
export const DetectSettings = z.strictObject({
  /** Whether a server judges what OTLP brings as it comes, beside the patrol. */
  stream: z.boolean().default(true),
  /** Least rest of a detector between two judgements, which is longer after one that took long. */
  gap_ms: z.int().nonnegative().default(25),
  /** After which a judgement is broken off and left to the next one, or the patrol. */
  deadline_ms: z.int().positive().default(10_000),
  /** How often trouble that goes on is written down anew when it grew no worse. */
  renew_seconds: z.number().nonnegative().default(30),
});
export type DetectSettings = z.infer<typeof DetectSettings>;
