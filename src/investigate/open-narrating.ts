import type { Environment } from "../environment.ts";
import type { Settings } from "../settings.ts";
import type { State } from "../state/open.ts";
import { groqModel, type NarratorOptions } from "./groq-model.ts";
import type { ModelUse } from "./model-use.ts";
import type { NarrateContext } from "./narrate.ts";

type Parts = Pick<NarrateContext, "now" | "log"> & {
  environment: Environment;
  settings: () => Settings;
  state: () => State;
  library: () => NarrateContext["library"];
  /** Called with each answer of the model, before anybody who follows it. */
  count: (use: ModelUse) => void;
};

/** The narrator as environment and settings have it when it is asked for, and who follows its use. */
export function openNarrating({ environment, settings, state, library, now, log, count }: Parts) {
  const users = new Set<(use: ModelUse) => void>();
  const narrator = (): NarratorOptions => ({
    api_key: environment("GROQ_API_KEY"),
    base_url: environment("GROQ_BASE_URL"),
    model: environment("GROQ_MODEL") ?? settings().narrator.model,
    timeout_ms: settings().narrator.timeout_ms,
  });
  return {
    /** The model as configured; without a key templates explain incidents. */
    narrator,
    /** What the narrator needs, opened. */
    narration: (): NarrateContext => ({
      state: state(),
      library: library(),
      model: settings().narrator.enabled ? groqModel(narrator()) : undefined,
      timeout_ms: settings().narrator.timeout_ms,
      now,
      log,
      used(use) {
        count(use);
        for (const user of users) user(use);
      },
    }),
    /** Tells of each answer of the model from now on. */
    on_model_use: (user: (use: ModelUse) => void): void => void users.add(user),
  };
}
