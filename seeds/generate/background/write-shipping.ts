import { addRow } from "../folder.ts";
import { idOf } from "../random.ts";
import { githubCommit } from "../shapes/github-commits.ts";
import { githubDeployment, githubWorkflowRun } from "../shapes/github-delivery.ts";
import { githubPullRequest } from "../shapes/github-pull-requests.ts";
import { sentryRelease } from "../shapes/sentry-releases.ts";
import { HOUR, MINUTE } from "../times.ts";
import type { Company } from "./company.ts";
import type { Shipping } from "./shipping.ts";

/** Writes the plan as the vendors know it: commits, pull requests, workflow runs, deployments, Sentry releases. */
export function writeShipping(company: Company, shipping: Shipping, options: { sentry: boolean }): void {
  const { repo, seed } = company;
  const commits = shipping.commits.toSorted((a, b) => a.at - b.at);
  let parent: string | null = null;
  for (const [index, commit] of commits.entries()) {
    const { sha, files, author, at, title, pull, body = "" } = commit;
    const message = `${title} (#${pull})${body === "" ? "" : `\n\n${body}`}`;
    addRow(seed, "github_commits", at, githubCommit({ repo, sha, parent, message, author, at, files }));
    const branch = { head_sha: idOf(`${sha}:branch`, 40), head_ref: `${author}/${pull}`, base_sha: parent };
    const times = { created_at: at - (2 + (pull % 20)) * HOUR, merged_at: at, updated_at: at };
    const row = githubPullRequest({
      repo,
      number: pull,
      title,
      body,
      author,
      ...branch,
      ...times,
      merge_sha: sha,
      files,
    });
    addRow(seed, "github_pull_requests", at, row);
    const flaky = index % 9 === 5;
    const run = {
      repo,
      sha,
      title,
      workflow: "ci",
      number: 900 + index,
      at: at + MINUTE,
      actor: author,
    } as const;
    if (at + 8 * MINUTE <= seed.anchor) {
      addRow(
        seed,
        "github_workflow_runs",
        at,
        githubWorkflowRun({ ...run, minutes: 6, conclusion: flaky ? "failure" : "success" }),
      );
    }
    parent = sha;
  }
  for (const { at, pull: number, title, body = "", author, files } of shipping.open) {
    const head = { head_sha: idOf(`${repo}#${number}:${title}`, 40), head_ref: `${author}/${number}` };
    const unmerged = { base_sha: parent, merge_sha: null, merged_at: null };
    const times = { created_at: at, updated_at: at };
    const row = githubPullRequest({
      repo,
      number,
      title,
      body,
      author,
      files,
      ...head,
      ...unmerged,
      ...times,
    });
    addRow(seed, "github_pull_requests", at, row);
  }
  for (const [index, { head, at, live_at, state }] of shipping.deployments.entries()) {
    const { sha, title } = head;
    addRow(
      seed,
      "github_deployments",
      at,
      githubDeployment({ repo, sha, environment: "production", at, done_at: live_at, state }),
    );
    const run = {
      repo,
      sha,
      title,
      workflow: "deploy",
      number: 400 + index,
      at,
      minutes: 6,
      actor: "bot-deploy",
    } as const;
    addRow(seed, "github_workflow_runs", at, githubWorkflowRun({ ...run, conclusion: state }));
    if (!options.sentry) continue;
    const before = shipping.deployments[index - 1]?.head.at ?? 0;
    const carried = commits.filter((commit) => commit.at > before && commit.at <= head.at).length;
    const times = { committed_at: head.at, created_at: at, deployed_at: live_at };
    const release = {
      id: 81_000 + index,
      sha,
      message: `${title} (#${head.pull})`,
      ...times,
      commits: carried,
      repo,
    };
    addRow(seed, "sentry_releases", at, sentryRelease(company.sentry, release));
  }
}
