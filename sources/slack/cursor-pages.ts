import { z } from "zod";

import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import type { SlackClient } from "./client.ts";

export type CursorPage = { items: unknown[]; cursor: string | undefined };

const Answer = z.object({ response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish() });
/** Slack's advice; larger pages time out on busy channels. Pages may be shorter than asked. */
const PAGE = 200;

/** Every page of a Slack list, whose items are in the field `list`. An empty `next_cursor` is the end. */
export async function* cursorPages(
  client: SlackClient,
  method: string,
  args: Record<string, string>,
  list: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<CursorPage> {
  let cursor: string | undefined;
  do {
    const asked = cursor;
    const answer = await client.call(method, { ...args, limit: PAGE, cursor: asked }, signal);
    const page = Answer.safeParse(answer);
    const items = z.object({ [list]: z.array(z.unknown()) }).safeParse(answer).data?.[list];
    if (!page.success || items === undefined) {
      throw new UpstreamError(
        "unexpected",
        `Slack ${method} answered without a list of ${list} or with a cursor that is no text`,
      );
    }
    cursor = page.data.response_metadata?.next_cursor || undefined;
    yield { items, cursor };
    if (cursor !== undefined && cursor === asked) {
      throw new UpstreamError("unexpected", `Slack ${method} gave the cursor ${cursor} twice in a row`);
    }
  } while (cursor !== undefined);
}
