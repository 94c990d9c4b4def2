import { githubCommit } from "../../../../seeds/generate/shapes/github-commits.ts";
import {
  githubDeployment,
  githubIssue,
  githubWorkflowRun,
} from "../../../../seeds/generate/shapes/github-delivery.ts";
import { githubPullRequest } from "../../../../seeds/generate/shapes/github-pull-requests.ts";
import { HOUR, MINUTE } from "../../../../seeds/generate/times.ts";
import type { SeedRow } from "../../../../seeds/row.ts";
import { sha, spread } from "./shared.ts";

const changedFiles = (index: number) => [{ path: `src/part-${index}.ts`, additions: index, deletions: 1 }];

/** Every part has a commit; every third of those was a pull request and was deployed. */
export function githubRows(repo: string, moments: number[], ran: number[]): Record<string, SeedRow[]> {
  const few = moments.filter((_, index) => index % 3 === 0);
  return {
    github_commits: moments.map((at, index) =>
      githubCommit({
        repo,
        sha: sha(index),
        parent: index === 0 ? null : sha(index - 1),
        message: `fix: part ${index}`,
        author: "dev-a",
        at: spread(at, index),
        files: changedFiles(index),
      }),
    ),
    github_pull_requests: few.map((at, index) =>
      githubPullRequest({
        repo,
        number: 1_000 + index,
        title: `Part ${index}`,
        body: "",
        author: "dev-b",
        head_sha: sha(index),
        head_ref: `part-${index}`,
        base_sha: null,
        created_at: at - HOUR,
        merged_at: at,
        updated_at: at,
        merge_sha: sha(index),
        files: changedFiles(index),
      }),
    ),
    github_deployments: few.map((at, index) =>
      githubDeployment({
        repo,
        sha: sha(index),
        environment: "production",
        at,
        done_at: at + MINUTE,
        state: "success",
      }),
    ),
    github_workflow_runs: ran.map((at, index) =>
      githubWorkflowRun({
        repo,
        sha: sha(index),
        title: `fix: part ${index}`,
        workflow: "ci",
        number: index,
        at: spread(at, index),
        minutes: 4,
        conclusion: "success",
        actor: "dev-a",
      }),
    ),
    github_issues: few.map((at, index) =>
      githubIssue({
        repo,
        number: 1 + index,
        title: `Part ${index} is slow`,
        body: "",
        author: "dev-c",
        labels: [],
        created_at: at - HOUR,
        updated_at: at,
        closed_at: null,
      }),
    ),
  };
}
