import { z } from "zod";

import { SentinelError } from "../errors.ts";
import { openInquiry, type InquiryContext } from "./inquiry.ts";

const Row = z.object({
  connection: z.string(),
  input: z.string().nullable(),
  output: z.string().nullable(),
  metadata: z.string().nullable(),
});
export type StepTexts = z.infer<typeof Row>;

/** What went into one step of a trace and came out, whole. Throws `not_found`. */
export async function readStep(
  context: InquiryContext,
  { trace_id, step, connection }: { trace_id: string; step: string; connection: string | undefined },
  now: Date,
): Promise<StepTexts> {
  const inquiry = openInquiry(context, now);
  const rows = await inquiry.ask(Row, "step_texts", { trace_id, observation_id: step });
  const found = rows.find((row) => connection === undefined || row.connection === connection);
  if (found !== undefined) return found;
  throw new SentinelError("not_found", `trace ${trace_id} has no observation ${step}`, {
    hint: "scores and Sentry events have no input and output",
  });
}
