/** Workflows that can be dispatched, the runs that come of it, and commit statuses. */
import { z } from "zod";

import { type SeedRow, served, textAt } from "../../row.ts";
import { type Call, Refusal } from "../vendor.ts";
import type { GithubRepo } from "./account.ts";
import { allowOnly, pageOf, type Paged } from "./paging.ts";
import { listRuns } from "./runs.ts";
import { fieldsOf, newRow, seconds, type Write } from "./write-context.ts";
import { missing, type Written } from "./written.ts";

/** The one input that workflows here declare; they show it in the title of their runs. */
const KEY_INPUT = "sentinel_key";
/** Answers 204 whatever it is asked, as servers do that do not know `return_run_details`. */
const WITHOUT_DETAILS = "old.yml";

const Dispatch = z.object({
  ref: z.string(),
  inputs: z.record(z.string(), z.unknown()).default({}),
  return_run_details: z.boolean().default(false),
});
const Status = z.object({
  state: z.enum(["error", "failure", "pending", "success"]),
  target_url: z.string().nullish(),
  description: z.string().max(140).nullish(),
  context: z.string().default("default"),
});

/** GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}: every file that ends in .yml is a workflow. */
export function workflowOf(workflow: string): { id: number; name: string; path: string; state: string } {
  if (!/^[\w.-]+\.ya?ml$/.test(workflow)) throw missing();
  const name = workflow.replace(/\.ya?ml$/, "");
  return { id: 1, name, path: `.github/workflows/${workflow}`, state: "active" };
}

/** POST …/dispatches: the run's details, or undefined for 204. */
export function dispatchWorkflow(write: Write, workflow: string): SeedRow | undefined {
  const { repo, written, call, user, now } = write;
  const { name, path } = workflowOf(workflow);
  const { ref, inputs, return_run_details } = fieldsOf(call, Dispatch);
  const unexpected = Object.keys(inputs).filter((input) => input !== KEY_INPUT);
  if (unexpected.length > 0) {
    throw new Refusal(422, {
      message: `Unexpected inputs provided: ${JSON.stringify(unexpected)}`,
      status: "422",
    });
  }
  const { user: _, ...row } = newRow(write, (id) => `actions/runs/${id}`);
  const html_url = `https://github.com/${repo.full_name}/actions/runs/${row.id}`;
  const run: SeedRow = {
    ...row,
    html_url,
    name,
    path,
    display_title: [name, textAt(inputs, KEY_INPUT)].filter((part) => part !== undefined).join(" "),
    event: "workflow_dispatch",
    status: "queued",
    conclusion: null,
    head_branch: ref,
    head_sha: textAt(repo.commits[0]?.row, "sha") ?? "0".repeat(40),
    actor: user,
    triggering_actor: user,
    run_attempt: 1,
    run_number: written.runs.length + 1,
    run_started_at: seconds(now),
  };
  written.runs.push(run);
  if (!return_run_details || workflow === WITHOUT_DETAILS) return undefined;
  return { workflow_run_id: run["id"], run_url: run["url"], html_url };
}

/** GET …/actions/workflows/{workflow_id}/runs */
export function runsOf(repo: GithubRepo, workflow: string, call: Call) {
  const { path } = workflowOf(workflow);
  const own = repo.runs.filter(({ row }) => textAt(row, "path")?.split("@")[0] === path);
  return listRuns({ ...repo, runs: own }, call);
}

/** POST /repos/{owner}/{repo}/statuses/{sha} */
export function createStatus(write: Write, sha: string): SeedRow {
  const { user: creator, ...row } = newRow(write, (id) => `statuses/${sha}/${id}`);
  const status = { ...row, creator, ...fieldsOf(write.call, Status), _in: sha };
  write.written.statuses.unshift(status);
  return served(status);
}

/** GET /repos/{owner}/{repo}/commits/{sha}/statuses, the newest first. */
export function statusesOf(repo: GithubRepo, written: Written, sha: string, call: Call): Paged<SeedRow> {
  allowOnly(call);
  const own = written.statuses.filter((status) => status["_in"] === sha);
  return pageOf(call, own.map(served), { repo_id: repo.id });
}
