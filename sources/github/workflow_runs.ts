/**
 * Runs of GitHub Actions workflows.
 * Upstream: GET /repos/{owner}/{repo}/actions/runs?created=from..to, which never shows more than 1,000 runs.
 */
import { z } from "zod";

import { at, id, int, text, time } from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable } from "../../src/contracts/table.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import type { GithubClient } from "./client.ts";
import { eachRepo } from "./each-repo.ts";
import { listPages, type GithubPage } from "./pages.ts";
import { readItem } from "./read-item.ts";
import { repoOf } from "./repo-of.ts";
import { unwrap } from "./unwrap.ts";

const MOST_RUNS = 1000;

const Run = z.object({
  id: lenient.anId,
  run_attempt: lenient.maybeInt,
  name: lenient.maybeText,
  workflow_id: lenient.maybeId,
  path: lenient.maybeText,
  event: lenient.maybeText,
  status: lenient.maybeText,
  conclusion: lenient.maybeText,
  head_sha: lenient.maybeText,
  head_branch: lenient.maybeText,
  actor: lenient.maybeObject({ login: lenient.maybeText }),
  created_at: lenient.aTime,
  run_started_at: lenient.maybeTime,
  updated_at: lenient.maybeTime,
  html_url: lenient.maybeText,
});

export const githubWorkflowRuns = defineTable({
  name: "github_workflow_runs",
  grain: "one attempt of a workflow run",
  key: ["repo", "run_id", "run_attempt"],
  time: "created_at",
  time_moves: false,
  // A run that is started again keeps its id and creation time; only the newest attempt is listed.
  lookback_minutes: 3 * 24 * 60,
  row: z.object({
    repo: id("owner/name, as configured"),
    run_id: id("GitHub's id, the same for every attempt"),
    run_attempt: int("1 for the first attempt"),
    name: text("Name of the workflow"),
    workflow_id: text("The workflow"),
    path: text("File that defines the workflow"),
    event: text("What triggered it: push, pull_request, schedule, workflow_dispatch and so on"),
    status: text("queued, in_progress, completed and so on"),
    conclusion: text("success, failure, cancelled, timed_out and so on; null until completed"),
    head_sha: text("Commit it ran on; joins to github_commits.sha"),
    head_branch: text("Branch it ran on"),
    actor: text("Login of who triggered it"),
    created_at: time("When the first attempt was created"),
    started_at: at("When this attempt started"),
    updated_at: at("When it last changed; for a completed run, when it ended"),
    url: text("Page of the run"),
  }),
  map(item, context) {
    const run = readItem(Run, unwrap(item, "workflow_run"));
    return [
      {
        repo: repoOf(item, context),
        run_id: run.id,
        run_attempt: run.run_attempt ?? 1,
        name: run.name,
        workflow_id: run.workflow_id,
        path: run.path,
        event: run.event,
        status: run.status,
        conclusion: run.conclusion,
        head_sha: run.head_sha,
        head_branch: run.head_branch,
        actor: run.actor?.login ?? null,
        created_at: run.created_at,
        started_at: run.run_started_at,
        updated_at: run.updated_at,
        url: run.html_url,
      },
    ];
  },
  feed: {
    slicing: { kind: "window", hours: 7 * 24 },
    endpoint: "GET /repos/{owner}/{repo}/actions/runs",
    scope: "Actions: read (classic token: repo)",
    pull: (client: GithubClient, window, context) =>
      lenient.oddFieldsTold(
        eachRepo(client, context, {
          endpoint: "actions/runs",
          empty: (refusal, repo) => isSwitchedOff(client, refusal, repo, context.signal),
          async *read(repo) {
            const params = {
              created: `${window.from.toISOString()}..${window.to.toISOString()}`,
              per_page: 100,
            };
            const list = { params, inside: "workflow_runs", signal: context.signal };
            for await (const page of listPages(client, `/repos/${repo}/actions/runs`, list)) {
              checkTotal(page, repo);
              yield page;
            }
          },
        }),
        Run,
        context.warn,
      ),
  },
});

function checkTotal(page: GithubPage, repo: string): void {
  const { data } = z.object({ total_count: z.int() }).safeParse(page.body);
  if (data === undefined || data.total_count <= MOST_RUNS) return;
  throw new UpstreamError(
    "too_large",
    `${repo} has ${data.total_count} workflow runs in this window and GitHub shows ${MOST_RUNS}`,
  );
}

/** Without Actions the answer is 403 "disabled" or 404, and 404 is also what a repository out of sight answers. */
async function isSwitchedOff(
  client: GithubClient,
  refusal: UpstreamError,
  repo: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (refusal.status === 403) return /disabled/i.test(refusal.message);
  if (refusal.status !== 404) return false;
  return client.get(`/repos/${repo}`, {}, signal).then(
    () => true,
    () => false,
  );
}
