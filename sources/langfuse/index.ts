import { defineSource } from "../../src/contracts/source.ts";
import { checkLangfuse } from "./check.ts";
import { connectLangfuse, type LangfuseClient } from "./client.ts";
import { langfuseObservations } from "./observations.ts";
import { langfusePrompts } from "./prompts.ts";
import { langfuseScores } from "./scores.ts";

/** Langfuse: traces of LLM applications, their scores and prompts. Cloud, or self-hosted from v2 on. */
export const langfuse = defineSource<LangfuseClient>({
  name: "langfuse",
  title: "Langfuse",
  credentials: [
    {
      field: "base_url",
      name: "LANGFUSE_BASE_URL",
      required: false,
      secret: false,
      description: "Region or server of the project, such as https://us.cloud.langfuse.com",
      default: "https://cloud.langfuse.com",
    },
    {
      field: "public_key",
      name: "LANGFUSE_PUBLIC_KEY",
      required: true,
      secret: false,
      description: "Public key of the project (pk-lf-…)",
    },
    {
      field: "secret_key",
      name: "LANGFUSE_SECRET_KEY",
      required: true,
      secret: true,
      description: "Secret key of the project (sk-lf-…)",
    },
  ],
  concurrency: 6,
  connect: connectLangfuse,
  check: checkLangfuse,
  tables: [langfuseObservations, langfuseScores, langfusePrompts],
});
