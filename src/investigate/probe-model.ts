import { didYouMean } from "../nearest.ts";
import { groqClient, whyNoAnswer, type NarratorOptions } from "./groq-model.ts";

export type ModelProbe = { ok: boolean; message: string; hint: string };

/**
 * Whether the configured model can be asked: one cheap call, no completion. Never throws.
 * Upstream: GET /openai/v1/models.
 */
export async function probeModel(options: NarratorOptions): Promise<ModelProbe> {
  try {
    const { data } = await groqClient(options).models.list();
    const known = data.map(({ id }) => id);
    if (known.includes(options.model))
      return { ok: true, message: `${options.model} is available`, hint: "" };
    return {
      ok: false,
      message: `${options.model} is not among the key's models; narratives come from templates`,
      hint: didYouMean(options.model, known, "set GROQ_MODEL or narrator.model"),
    };
  } catch (error) {
    const why = whyNoAnswer(error);
    return {
      ok: false,
      message: `${options.model}: ${why}; narratives come from templates`,
      hint: HINTS[why] ?? UNREACHED,
    };
  }
}

const UNREACHED = "check GROQ_BASE_URL and the network";
const HINTS: Record<string, string> = {
  "HTTP 401": "GROQ_API_KEY is not accepted: make a new one in the Groq console",
  "HTTP 403": "GROQ_API_KEY may not list models: allow it in the Groq console",
  "HTTP 429": "the key's limit is spent for now: try again later",
};
