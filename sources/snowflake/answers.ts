/**
 * Looks at Snowflake's answers before the driver does: it takes a result apart in callbacks of its own, where what
 * it did not expect ends the process.
 */
import { z } from "zod";

const Rows = z.array(z.array(z.unknown()));
const Result = z.object({
  rowset: Rows.optional(),
  rowtype: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
  chunks: z.array(z.object({ url: z.url(), rowCount: z.int() })).nullish(),
});
const Answer = z.object({ success: z.literal(true), data: Result });

/** `body` is the text of a 2xx answer. Throws, for the driver to treat as a broken connection and try again. */
export function checkAnswer(request: { method?: string; url?: string }, body: unknown): void {
  const path = URL.canParse(request.url ?? "") ? new URL(request.url ?? "").pathname : "";
  const isResult = /^\/queries\/(?:v1\/query-request|[\w-]+\/result)$/.test(path);
  // Nothing else that the driver GETs comes from storage under an address of its own.
  const isChunk =
    request.method?.toLowerCase() === "get" && !/^\/(?:queries|session|monitoring)\//.test(path);
  if (typeof body !== "string" || (!isResult && !isChunk)) return;
  const text = isChunk ? `[${body}]` : body;
  const read = parsed(text);
  const fits = isChunk ? Rows.safeParse(read).success : isFailure(read) || Answer.safeParse(read).success;
  if (!fits)
    throw new Error(`Snowflake's ${isChunk ? "rows are" : "result is"} cut off or not what its API says`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A refusal, which the driver reads well. */
function isFailure(read: unknown): boolean {
  return z.object({ success: z.literal(false) }).safeParse(read).success;
}
