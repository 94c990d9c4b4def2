import { z } from "zod";

import { ActionFailure, type ActionResult } from "../../contracts/action.ts";
import type { ActionPorts } from "../ports.ts";
import { placeOf, reading } from "./call.ts";

const Runs = z.object({
  workflow_runs: z.array(
    z.object({
      id: z.number(),
      html_url: z.string().default(""),
      display_title: z.string().nullish(),
      created_at: z.string(),
      triggering_actor: z.object({ id: z.number() }).nullish(),
      actor: z.object({ id: z.number() }).nullish(),
    }),
  ),
});

/** GitHub's clock and ours may differ by so much. */
const SKEW_MS = 60_000;

/**
 * The run that our dispatch started since a moment; undefined when there is none. Inputs are not in the list: a run
 * shows the key only when the workflow puts it into its title (`key_shown`). Throws `unclear` when several could be it.
 */
export async function findRun(
  ports: ActionPorts,
  { repo, workflow, ref }: { repo: string; workflow: string; ref: string },
  { key, key_shown, since }: { key: string; key_shown: boolean; since: Date },
): Promise<ActionResult | undefined> {
  const self = await ports.github_self();
  const from = new Date(since.getTime() - SKEW_MS).toISOString().replace(/\.\d+Z$/, "Z");
  const { workflow_runs } = await reading(`list runs of ${workflow} of ${repo}`, Runs, () =>
    ports.github().rest.actions.listWorkflowRuns({
      ...placeOf(repo),
      workflow_id: workflow,
      event: "workflow_dispatch",
      branch: ref,
      created: `>=${from}`,
      per_page: 100,
    }),
  );
  const own = workflow_runs.filter((run) => (run.triggering_actor ?? run.actor)?.id === self.id);
  const named = own.find(({ display_title }) => display_title?.includes(key) === true);
  if (named !== undefined) return resultOf(named, true);
  if (key_shown) return undefined;
  if (own.length > 1) {
    throw new ActionFailure(
      "unclear",
      `${own.length} runs of ${workflow} of ${repo} could be the one started`,
      {
        hint: "give the workflow an input for the key, and name it in settings.json workflows as key_input",
      },
    );
  }
  const [only] = own;
  return only === undefined ? undefined : resultOf(only, false);
}

function resultOf({ id, html_url }: { id: number; html_url: string }, certain: boolean): ActionResult {
  return { id: String(id), certain, ...(html_url !== "" && { url: html_url }) };
}
