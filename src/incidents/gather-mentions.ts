import { z } from "zod";

import type { Params } from "../contracts/query.ts";
import { askRows, type AskContext } from "./ask-rows.ts";
import { inConnection, type Mentions } from "./surroundings.ts";

const Mention = z.object({
  connection: z.string(),
  channel: z.string().nullable(),
  channel_id: z.string(),
  ts: z.string(),
  kind: z.string(),
  id: z.string(),
});
const RequestCommit = z.object({ connection: z.string(), request: z.string(), sha: z.string() });

/** The messages of a window that name commits, pull requests, Sentry issues, traces or tasks. */
export async function gatherMentions(context: AskContext, window: Params, at: Date): Promise<Mentions[]> {
  const rows = await askRows(context, at, Mention, "mentions", window);
  const requests = [...new Set(rows.filter(({ kind }) => kind === "pull_request").map(({ id }) => id))];
  const merged =
    requests.length === 0 ? [] : await askRows(context, at, RequestCommit, "request_commits", { requests });
  const messages = new Map<string, Mentions>();
  for (const { connection, channel, channel_id, ts, kind, id } of rows) {
    const message = `${channel ?? channel_id}/${ts}`;
    const key = inConnection(connection, message);
    const known = messages.get(key) ?? { connection, message, identifiers: new Set() };
    known.identifiers.add(id);
    // Naming a pull request names the commit that it became.
    const commits = merged.filter(
      (one) => kind === "pull_request" && one.connection === connection && one.request === id,
    );
    for (const { sha } of commits) known.identifiers.add(sha);
    messages.set(key, known);
  }
  return [...messages.values()];
}
