import { z } from "zod";

import { SentinelError } from "../errors.ts";
import { placeOf, reading } from "./github/call.ts";
import type { ActionPorts } from "./ports.ts";

const Pull = z.object({
  state: z.string(),
  draft: z.boolean().default(false),
  locked: z.boolean().default(false),
  user: z.object({ id: z.number() }).nullish(),
  head: z.object({ sha: z.string() }),
});

/** The pull request as it is now. Throws `conflict` when its conversation is locked. */
export async function pullState(
  { repo, number }: { repo: string; number: number },
  ports: ActionPorts,
): Promise<{ state: string; head_sha: string; draft: boolean; author_id: number | undefined }> {
  const { state, draft, locked, head, user } = await reading(`read ${repo}#${number}`, Pull, () =>
    ports.github().rest.pulls.get({ ...placeOf(repo), pull_number: number }),
  );
  if (locked) throw new SentinelError("conflict", `the conversation of ${repo}#${number} is locked`);
  return { state, head_sha: head.sha, draft, author_id: user?.id };
}
