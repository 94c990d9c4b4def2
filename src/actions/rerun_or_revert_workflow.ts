import { z } from "zod";

import { ActionFailure, defineAction } from "../contracts/action.ts";
import { SentinelError } from "../errors.ts";
import { approvalRow } from "./approval-row.ts";
import { Repo } from "./fields.ts";
import { placeOf, reading, writing } from "./github/call.ts";
import { findRun } from "./github/find-run.ts";
import type { ActionPorts } from "./ports.ts";

const Input = z.strictObject({
  repo: Repo,
  /** File name under .github/workflows, or its id. */
  workflow: z.string().regex(/^[\w.-]{1,100}$/),
  ref: z.string().regex(/^[\w./-]{1,200}$/),
  purpose: z.enum(["rerun", "revert"]),
});
type Input = z.infer<typeof Input>;

const HOW_TO_LIST = "add it to settings.json workflows if it may be started";

const Workflow = z.object({ state: z.string() });
const Dispatched = z.union([
  z.object({ workflow_run_id: z.number(), html_url: z.string().default("") }),
  // 204, from servers that do not know `return_run_details`.
  z.unknown().transform(() => undefined),
]);

/**
 * Starts a workflow by `workflow_dispatch`; only those that settings.json lists. Needs `actions: write` (classic: `repo`).
 *
 * What can be known of a lost answer: with `key_input` a run shows Sentinel's key in its title, which is certain.
 * Without it a run counts as ours when it is the only one that our account dispatched on that ref since this began.
 */
export const rerunOrRevertWorkflow = defineAction({
  id: "rerun_or_revert_workflow",
  summary: "Starts one of the listed GitHub workflows, such as the one that deploys again or rolls back.",
  reversible: false,
  input: Input,
  resource: ({ repo, workflow }) => `${repo}/${workflow}`,
  preview: ({ repo, workflow, ref, purpose }) => ({
    title: `Start workflow ${workflow} of ${repo} on ${ref}`,
    lines: [`Purpose: ${purpose}`],
  }),

  async preconditions(input, ports: ActionPorts) {
    if (listed(input, ports) === undefined) throw notListed(input);
    const { repo, workflow } = input;
    const { state } = await reading(`read workflow ${workflow} of ${repo}`, Workflow, () =>
      ports.github().rest.actions.getWorkflow({ ...placeOf(repo), workflow_id: workflow }),
    );
    if (state !== "active")
      throw new SentinelError("conflict", `workflow ${workflow} of ${repo} is ${state}`);
    return { state };
  },

  async run(input, ports, key) {
    const entry = listed(input, ports);
    if (entry === undefined) {
      throw new ActionFailure("refused", notListed(input).message, { hint: HOW_TO_LIST });
    }
    const { repo, workflow, ref } = input;
    const inputs = entry.key_input === undefined ? undefined : { [entry.key_input]: key };
    const started = await writing(`start workflow ${workflow} of ${repo}`, Dispatched, () =>
      ports.github().rest.actions.createWorkflowDispatch({
        ...placeOf(repo),
        workflow_id: workflow,
        ref,
        return_run_details: true,
        ...(inputs && { inputs }),
      }),
    );
    if (started !== undefined) {
      return {
        id: String(started.workflow_run_id),
        certain: true,
        ...(started.html_url && { url: started.html_url }),
      };
    }
    // GitHub has taken it. A run that is not listed yet does not make it undone.
    const run = await theRun(input, ports, key).catch(() => undefined);
    return run ?? { accepted: true, certain: false };
  },

  async reconcile(input, ports, key) {
    const run = await theRun(input, ports, key);
    return run === undefined ? { found: false } : { found: true, result: run };
  },

  undo_by_hand: "Cancel the run on its page if it still runs; start the opposite workflow if it has ended.",
});

function listed({ repo, workflow, ref, purpose }: Input, ports: ActionPorts) {
  return ports
    .settings()
    .workflows.find(
      (each) =>
        each.repo === repo && each.workflow === workflow && each.ref === ref && each.purpose === purpose,
    );
}

function notListed({ repo, workflow, ref, purpose }: Input): SentinelError {
  return new SentinelError(
    "conflict",
    `settings.json does not list workflow ${workflow} of ${repo} on ${ref} to ${purpose}`,
    { hint: HOW_TO_LIST },
  );
}

async function theRun(input: Input, ports: ActionPorts, key: string) {
  const row = await approvalRow(ports.state, key);
  if (row?.started_at === undefined) {
    throw new ActionFailure(
      "unclear",
      `when the run of ${key} began is not known, so neither is which run is its`,
    );
  }
  return findRun(ports, input, {
    key,
    key_shown: listed(input, ports)?.key_input !== undefined,
    since: row.started_at,
  });
}
