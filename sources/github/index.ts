/** GitHub: commits, pull requests, deployments, workflow runs and issues of the configured repositories. */
import { defineSource } from "../../src/contracts/source.ts";
import { check } from "./check.ts";
import { connectGithub, type GithubClient } from "./client.ts";
import { githubCommitFiles } from "./commit_files.ts";
import { githubCommits } from "./commits.ts";
import { githubDeployments } from "./deployments.ts";
import { githubIssues } from "./issues.ts";
import { githubPullRequestFiles } from "./pull_request_files.ts";
import { githubPullRequests } from "./pull_requests.ts";
import { githubWorkflowRuns } from "./workflow_runs.ts";

export const github = defineSource<GithubClient>({
  name: "github",
  title: "GitHub",
  credentials: [
    {
      field: "api_url",
      name: "GITHUB_API_URL",
      required: false,
      secret: false,
      default: "https://api.github.com",
      description: "Address of the REST API; https://HOST/api/v3 for GitHub Enterprise Server",
    },
    {
      field: "token",
      name: "GITHUB_TOKEN",
      required: true,
      secret: true,
      description: "Token with read access to contents, pull requests, deployments, actions and issues",
    },
    {
      field: "repos",
      name: "GITHUB_REPOS",
      required: true,
      secret: false,
      description: "Repositories to read, owner/name, separated by commas",
      alternatives: { names: ["GITHUB_OWNER", "GITHUB_REPO"], join: "/" },
    },
  ],
  // As many as octokit's throttling plugin lets through at a time.
  concurrency: 10,
  connect: async (config, ports) => connectGithub(config, ports),
  check,
  tables: [
    githubCommits,
    githubCommitFiles,
    githubPullRequests,
    githubPullRequestFiles,
    githubDeployments,
    githubWorkflowRuns,
    githubIssues,
  ],
});
