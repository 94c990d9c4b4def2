import { z } from "zod";

import type { CheckResult } from "../../src/contracts/source.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { messageOf } from "../../src/errors.ts";
import { type LangfuseClient, MissingEndpoint } from "./client.ts";

const Projects = z.object({ data: z.array(z.object({ name: z.string() })) });

/** GET /api/public/projects says whose keys these are; a project key then reads everything of its project. */
export async function checkLangfuse(client: LangfuseClient): Promise<CheckResult> {
  try {
    const { body, headers } = await client.get("projects", {});
    const date = headers.get("date");
    return {
      ok: true,
      identity:
        Projects.safeParse(body)
          .data?.data.map(({ name }) => `project ${name}`)
          .join(", ") ?? "",
      problems: [],
      vendor_time: date === null ? undefined : new Date(date),
    };
  } catch (error) {
    return { ok: false, identity: "", problems: [problemOf(error)], vendor_time: undefined };
  }
}

function problemOf(error: unknown): CheckResult["problems"][number] {
  const message = messageOf(error);
  if (error instanceof UpstreamError && error.kind === "denied") {
    return { variable: "LANGFUSE_SECRET_KEY", message, hint: error.hint ?? "" };
  }
  const wrong_place = error instanceof MissingEndpoint;
  return {
    variable: "LANGFUSE_BASE_URL",
    message,
    hint: wrong_place
      ? "there is no Langfuse at this address"
      : "see that this address can be reached from here",
  };
}
