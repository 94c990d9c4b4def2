/** The narrator's model: Groq's chat completions with structured output. */
import { setTimeout as pause } from "node:timers/promises";

import Groq from "groq-sdk";
import pRetry from "p-retry";
import { z } from "zod";

import { messageOf, SentinelError } from "../errors.ts";
import type { Tokens } from "./model-use.ts";
import { NARRATION_SCHEMA } from "./narration.ts";
import type { Prompt } from "./prompt.ts";

export type NarratorOptions = {
  /** Undefined: no model, narratives come from templates. */
  api_key: string | undefined;
  base_url: string | undefined;
  model: string;
  /** For the whole answer, retries included. */
  timeout_ms: number;
};

/** Answers a prompt with JSON text, unchecked, and tells `used` what it took. Throws `upstream` for anything else. */
export type Model = {
  name: string;
  ask: (prompt: Prompt, signal: AbortSignal, used?: (tokens: Tokens) => void) => Promise<string>;
};

const RETRIES = 1;
/** Asked to wait longer than this, the template is told instead. */
const LONGEST_PAUSE_MS = 5_000;
const MOST_TOKENS = 2000;

export function groqClient({ base_url, api_key, timeout_ms }: NarratorOptions): Groq {
  return new Groq({
    apiKey: api_key ?? "",
    // The client adds /openai/v1 itself, and people paste the whole address.
    baseURL: (base_url ?? "https://api.groq.com").replace(/(\/openai)?(\/v1)?\/*$/, ""),
    timeout: timeout_ms,
    // Its own retries sleep through an abort.
    maxRetries: 0,
    logLevel: "off",
  });
}

/** Undefined when there is no key. */
export function groqModel(options: NarratorOptions): Model | undefined {
  if (options.api_key === undefined) return undefined;
  const client = groqClient(options);
  return {
    name: options.model,
    ask: (prompt, signal, used) =>
      pRetry(() => complete(client, options.model, prompt, { signal, used }), {
        retries: RETRIES,
        minTimeout: 200,
        signal,
        shouldRetry: ({ error }) => isWorthRetrying(error),
        onFailedAttempt: async ({ error, retriesLeft }) => {
          if (retriesLeft > 0 && isWorthRetrying(error))
            await pause(retryAfterMs(error), undefined, { signal });
        },
      }),
  };
}

async function complete(
  client: Groq,
  model: string,
  { system, user, schema = { name: "narrative", schema: NARRATION_SCHEMA } }: Prompt,
  { signal, used }: { signal: AbortSignal; used: ((tokens: Tokens) => void) | undefined },
): Promise<string> {
  const answer = await client.chat.completions.create(
    {
      model,
      messages: [
        { role: "system", content: system },
        { role: "user", content: user },
      ],
      response_format: {
        type: "json_schema",
        json_schema: { ...schema, strict: true },
      },
      temperature: 0.2,
      max_completion_tokens: MOST_TOKENS,
      // Only reasoning models take it; others refuse the request for it.
      ...(model.includes("gpt-oss") && { reasoning_effort: "low" as const }),
    },
    { signal },
  );
  const { prompt_tokens: input_tokens = 0, completion_tokens: output_tokens = 0 } = answer.usage ?? {};
  used?.({ input_tokens, output_tokens });
  const content = answer.choices?.[0]?.message?.content;
  if (typeof content === "string" && content.trim() !== "") return content;
  throw new SentinelError("upstream", `${model} answered without content`);
}

const ErrorBody = z.object({ error: z.object({ code: z.string().nullish() }) });

/** Limits, outages, and an answer that Groq itself found not to fit the schema, which the next try may. */
function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof Groq.APIError)) return false;
  if (error.status === 429) return retryAfterMs(error) <= LONGEST_PAUSE_MS;
  if ((error.status ?? 500) >= 500) return true;
  const body = ErrorBody.safeParse(error.error);
  return error.status === 400 && body.success && body.data.error.code === "json_validate_failed";
}

/** Groq sends `retry-after` in seconds, and only with 429. */
function retryAfterMs(error: unknown): number {
  if (!(error instanceof Groq.APIError) || error.status !== 429) return 0;
  const seconds = Number(error.headers?.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}

/** One line about a failed call, without the answer's body, which may repeat the prompt. */
export function whyNoAnswer(error: unknown): string {
  if (error instanceof Groq.APIError && error.status !== undefined) return `HTTP ${error.status}`;
  return messageOf(error).slice(0, 200);
}
