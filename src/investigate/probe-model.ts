import { groqClient, whyNoAnswer, type NarratorOptions } from "./groq-model.ts";

export type ModelProbe = { ok: boolean; message: string; hint: string };

/**
 * Whether the configured model can be asked: one cheap call, no completion. Never throws.
 * Upstream: GET /openai/v1/models/{model}.
 */
export async function probeModel(options: NarratorOptions): Promise<ModelProbe> {
  try {
    const { id } = await groqClient(options).models.retrieve(options.model);
    return { ok: true, message: `${id ?? options.model} answers`, hint: "" };
  } catch (error) {
    const why = whyNoAnswer(error);
    return { ok: false, message: `${options.model}: ${why}; narratives come from templates`, hint: HINTS[why] ?? UNREACHED };
  }
}

const UNREACHED = "check GROQ_BASE_URL and the network";
const HINTS: Record<string, string> = {
  "HTTP 401": "GROQ_API_KEY is not accepted: make a new one in the Groq console",
  "HTTP 403": "GROQ_API_KEY may not use this model: allow it in the Groq console",
  "HTTP 404": "the model is unknown or switched off: set GROQ_MODEL or narrator.model",
  "HTTP 429": "the key's limit is spent for now: try again later",
};
