import type { Octokit } from "@octokit/rest";
import { z } from "zod";

import type { GithubSelf } from "../ports.ts";
import { placeOf, reading } from "./call.ts";

/** Under which a commit shows the status. */
export const RISK_CONTEXT = "sentinel/risk";

const PER_PAGE = 100;
const Status = z.object({
  id: z.number(),
  context: z.string(),
  state: z.string(),
  description: z.string().nullish(),
  url: z.string().default(""),
  creator: z.object({ id: z.number() }).nullish(),
});
export type OwnStatus = z.infer<typeof Status>;

/** The newest status of the token's own account on a commit: only that one counts. GitHub lists the newest first. */
export async function ownStatus(
  octokit: Octokit,
  repo: string,
  sha: string,
  self: GithubSelf,
): Promise<OwnStatus | undefined> {
  const statuses = await reading(`list statuses of ${repo}@${sha}`, z.array(Status), () =>
    octokit.rest.repos.listCommitStatusesForRef({ ...placeOf(repo), ref: sha, per_page: PER_PAGE }),
  );
  return statuses.find(({ context, creator }) => context === RISK_CONTEXT && creator?.id === self.id);
}
