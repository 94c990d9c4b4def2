import { z } from "zod";

import type { HttpRequest } from "../../src/contracts/source.ts";
import type { Page } from "../../src/contracts/table.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { type LangfuseClient, MissingEndpoint } from "./client.ts";

// Strict on purpose: an envelope that cannot be read would end the paging early and lose rows in silence.
const CursorAnswer = z.object({
  data: z.array(z.unknown()),
  meta: z.object({ cursor: z.string().min(1).nullish() }),
});
const NumberedAnswer = z.object({
  data: z.array(z.unknown()),
  meta: z.object({ totalPages: z.int().min(0) }),
});

/** The API of one generation, named as the coverage ledger shows it. */
export type Generation = { api: string; pages: () => AsyncGenerator<Page> };

/**
 * The pages of the newest generation that the server has. Which ones it lacks is remembered on the client, so
 * that a self-hosted server before v4 is asked for v2 once and not in every slice.
 */
export async function* newestServed(client: LangfuseClient, generations: Generation[]): AsyncGenerator<Page> {
  for (const { api, pages } of generations) {
    if (client.missing.has(api)) continue;
    try {
      yield* pages();
      return;
    } catch (error) {
      if (!(error instanceof MissingEndpoint)) throw error;
      client.missing.add(api);
    }
  }
  throw new UpstreamError(
    "unexpected",
    `${client.base_url} has none of ${generations.map(({ api }) => api).join(", ")}`,
    {
      hint: "check LANGFUSE_BASE_URL: it is the server's address without a path",
    },
  );
}

/** Pages by `meta.cursor`; a page without one is the last, also when earlier pages were empty. */
export async function* byCursor(
  client: LangfuseClient,
  api: string,
  query: HttpRequest["query"],
  signal: AbortSignal,
): AsyncGenerator<Page> {
  let cursor: string | undefined;
  do {
    const asked = cursor;
    const answer = await client.get(api, { ...query, cursor: asked }, signal);
    const { data, meta } = read(CursorAnswer, answer.body, api);
    cursor = meta.cursor ?? undefined;
    yield { items: data, api, cursor };
    if (cursor !== undefined && cursor === asked) throw repeated(api, cursor);
  } while (cursor !== undefined);
}

/** Pages by number, from 1 to `meta.totalPages`, 100 items each. `path` is the endpoint, `api` its name in the ledger. */
export async function* byNumber(
  client: LangfuseClient,
  at: { path: string; api: string },
  query: HttpRequest["query"],
  signal: AbortSignal,
): AsyncGenerator<Page> {
  let total = 1;
  for (let page = 1; page <= total; page += 1) {
    const answer = await client.get(at.path, { ...query, page, limit: 100 }, signal);
    const { data, meta } = read(NumberedAnswer, answer.body, at.api);
    total = meta.totalPages;
    yield { items: data, api: at.api, cursor: page < total ? String(page + 1) : undefined };
  }
}

function read<Answer>(shape: z.ZodType<Answer>, body: unknown, api: string): Answer {
  const answer = shape.safeParse(body);
  if (answer.success) return answer.data;
  throw new UpstreamError(
    "unexpected",
    `Langfuse ${api} answered in a shape it does not document: ${z.prettifyError(answer.error)}`,
  );
}

function repeated(api: string, cursor: string): UpstreamError {
  return new UpstreamError("unexpected", `Langfuse ${api} gave the cursor ${cursor} twice in a row`, {
    hint: "what came before it is kept; the next sync reads the window again",
  });
}
