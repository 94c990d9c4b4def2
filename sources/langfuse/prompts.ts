import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable, type Page, type PullContext, type Window } from "../../src/contracts/table.ts";
import { type LangfuseClient, MissingEndpoint } from "./client.ts";
import { byNumber } from "./paging.ts";

const UpstreamName = z.object({
  name: z.string(),
  versions: z.array(z.int()),
  lastUpdatedAt: lenient.maybeTime,
});

/** One version of a prompt; `lastUpdatedAt` is the whole prompt's, from the list. */
const UpstreamVersion = z.object({
  name: lenient.anId,
  version: z.int(),
  type: lenient.maybeText,
  labels: lenient.maybeTexts,
  tags: lenient.maybeTexts,
  prompt: lenient.maybeAnything,
  config: lenient.maybeAnything,
  commitMessage: lenient.maybeText,
  createdBy: lenient.maybeText,
  updatedAt: lenient.maybeTime,
  lastUpdatedAt: lenient.maybeTime,
  createdAt: lenient.maybeTime,
});

/** Versions fetched side by side; the connection's own limit still applies. */
const AT_ONCE = 8;

/**
 * Langfuse prompts, every version of each.
 * Upstream: GET /api/public/v2/prompts for the names, GET /api/public/v2/prompts/{name}?version= for the texts.
 */
export const langfusePrompts = defineTable({
  name: "langfuse_prompts",
  grain: "one row per version of a managed prompt",
  key: ["name", "version"],
  time: "updated_at",
  time_moves: true,
  lookback_minutes: 0,
  row: z.object({
    name: column.id("Name of the prompt; joins to langfuse_observations.prompt_name"),
    version: column.int("Version number, from 1; joins to langfuse_observations.prompt_version"),
    type: column.text("text or chat"),
    labels: column.texts("Where this version is deployed, such as production or latest"),
    tags: column.texts("Tags of the prompt, the same for all versions"),
    prompt: column.text("The text; a chat prompt is the JSON text of its messages"),
    config: column.json("Model settings kept with the version"),
    commit_message: column.text("Why this version was made"),
    created_by: column.text("Who made it"),
    updated_at: column.time("Last change of this version or its labels, else of the whole prompt, UTC"),
    created_at: column.at("When this version was made, UTC"),
  }),
  feed: {
    slicing: { kind: "snapshot" },
    endpoint: "GET /api/public/v2/prompts, /api/public/v2/prompts/{name}",
    scope: "project API key",
    pull: (client: LangfuseClient, window, context) =>
      lenient.oddFieldsTold(pull(client, window, context), UpstreamVersion, context.warn),
  },
  map: (item) => {
    const { updatedAt, lastUpdatedAt, createdAt, commitMessage, createdBy, config, prompt, ...same } =
      lenient.readAs(UpstreamVersion, item, "prompt");
    return [
      {
        ...same,
        prompt: lenient.rawText(prompt),
        config: lenient.jsonText(config),
        commit_message: commitMessage,
        created_by: createdBy,
        updated_at: lenient.readAs(
          lenient.aTime,
          updatedAt ?? lastUpdatedAt ?? createdAt,
          "prompt.updatedAt",
        ),
        created_at: createdAt,
      },
    ];
  },
});

async function* pull(client: LangfuseClient, _window: Window, context: PullContext): AsyncGenerator<Page> {
  const at = { path: "v2/prompts", api: "v2/prompts" };
  for await (const page of byNumber(client, at, {}, context.signal)) {
    const prompts = page.items.map((item) => ({ item, prompt: UpstreamName.safeParse(item).data }));
    // What has no name or versions goes on as it is: the mapping refuses it and the ledger counts it.
    const odd = prompts.filter(({ prompt }) => prompt === undefined).map(({ item }) => item);
    if (page.items.length === 0 || odd.length > 0) yield { ...page, items: odd };
    const wanted = prompts.flatMap(
      ({ prompt }) => prompt?.versions.map((version) => ({ ...prompt, version })) ?? [],
    );
    for (let start = 0; start < wanted.length; start += AT_ONCE) {
      const some = wanted.slice(start, start + AT_ONCE);
      const items = await Promise.all(some.map((one) => fetchVersion(client, one, context)));
      yield { api: at.api, items: items.flat() };
    }
  }
}

async function fetchVersion(
  client: LangfuseClient,
  { name, version, lastUpdatedAt }: { name: string; version: number; lastUpdatedAt: string | null },
  { signal, warn }: PullContext,
): Promise<unknown[]> {
  try {
    // Unresolved: the stored text is what a commit or a person changed.
    const { body } = await client.get(
      `v2/prompts/${encodeURIComponent(name)}`,
      { version, resolve: false },
      signal,
    );
    return [typeof body === "object" && body !== null ? { lastUpdatedAt, ...body } : body];
  } catch (error) {
    if (!(error instanceof MissingEndpoint)) throw error;
    warn(`langfuse prompt ${name} version ${version} went away while it was read`);
    return [];
  }
}
