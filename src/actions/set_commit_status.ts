import { z } from "zod";

import { defineAction } from "../contracts/action.ts";
import { Repo, Sha } from "./fields.ts";
import { placeOf, writing } from "./github/call.ts";
import { harmless } from "./github/marked-body.ts";
import { ownStatus, RISK_CONTEXT } from "./github/own-status.ts";
import { Posted, resultOf } from "./github/posted.ts";
import type { ActionPorts } from "./ports.ts";

const State = z.enum(["success", "failure"]);
/** GitHub takes 140 characters. */
const Description = z.string().min(1).max(140);
const Input = z.strictObject({ repo: Repo, sha: Sha, state: State, description: Description });
type Input = z.infer<typeof Input>;

/** What a commit showed before; undefined when it showed nothing of ours. */
const Before = z.object({ state: State, description: z.string() }).optional().catch(undefined);

/**
 * The status `sentinel/risk` of a commit. The same one is not set twice. A status cannot be deleted, and only the newest
 * counts: undo sets the one before again, or says that it was taken back. Needs `commit statuses: write` (classic:
 * `repo:status`).
 */
export const setCommitStatus = defineAction({
  id: "set_commit_status",
  summary: "Sets the status sentinel/risk of a commit.",
  reversible: true,
  input: Input,
  resource: ({ repo, sha }) => `${repo}@${sha}`,
  preview: ({ repo, sha, state, description }) => ({
    title: `Set the status ${RISK_CONTEXT} of ${repo}@${sha} to ${state}`,
    lines: [`Description: ${description}`],
  }),

  // A status is about its commit, whatever became of the branch since.
  preconditions: () => Promise.resolve({}),

  async run(input, ports: ActionPorts) {
    const before = await standing(input, ports);
    if (before !== undefined && isSame(before, input)) return resultOf(before.id, before.url, "updated");
    const { id, url } = await set(input, ports);
    const previous = before && { state: before.state, description: before.description ?? "" };
    return resultOf(id, url, "created", previous === undefined ? {} : { previous });
  },

  /** Which run set it does not matter: the commit shows what it is to show. */
  async reconcile(input, ports) {
    const status = await standing(input, ports);
    if (status === undefined || !isSame(status, input)) return { found: false };
    return { found: true, result: resultOf(status.id, status.url, "created") };
  },

  async undo(input, ports, key, result) {
    const before = Before.parse(result["previous"]);
    const description = `Taken back (${key}): not judged, which is not the same as safe`;
    await set({ ...input, ...(before ?? { state: "success", description }) }, ports);
    return { ...result, undone: before === undefined ? "status taken back" : "status restored" };
  },
  undo_by_hand: "Set another status of the context sentinel/risk on the commit.",
});

async function standing({ repo, sha }: Input, ports: ActionPorts) {
  return ownStatus(ports.github(), repo, sha, await ports.github_self());
}

function isSame(status: { state: string; description?: string | null | undefined }, input: Input): boolean {
  return status.state === input.state && status.description === harmless(input.description);
}

async function set({ repo, sha, state, description }: Input, ports: ActionPorts) {
  const octokit = ports.github();
  const status = { state, description: harmless(description), context: RISK_CONTEXT };
  const { id, url } = await writing(`set a status of ${repo}@${sha}`, Status, () =>
    octokit.rest.repos.createCommitStatus({ ...placeOf(repo), sha, ...status }),
  );
  return { id, url };
}

const Status = Posted.extend({ url: z.string().default("") });
