/** GitHub's own JSON: a deployment with its statuses, a workflow run, an issue. */
import { idOf } from "../random.ts";
import { isoSeconds, MINUTE } from "../times.ts";
import { githubUser } from "./github-commits.ts";

/** A deployment as its list gives it; `statuses` is what its statuses endpoint lists, newest first. */
export function githubDeployment(deployment: {
  repo: string;
  sha: string;
  environment: string;
  at: number;
  /** When it went live (or failed). */
  done_at: number;
  state: "success" | "failure";
}) {
  const { repo, sha, environment, at, done_at, state } = deployment;
  const id = Number.parseInt(idOf(`${repo}:${sha}:${environment}:deployment`, 8), 16);
  const url = `https://api.github.com/repos/${repo}/deployments/${id}`;
  const status = (name: string, when: number, n: number) => ({
    url: `${url}/statuses/${id + n}`,
    id: id + n,
    state: name,
    creator: githubUser("bot-deploy"),
    description: "",
    environment,

    created_at: isoSeconds(when),
    updated_at: isoSeconds(when),
  });
  return {
    url,
    id,
    node_id: `DE_${idOf(`${repo}:${id}`, 14)}`,
    sha,
    ref: "main",
    task: "deploy",
    payload: {},
    original_environment: environment,
    environment,
    description: null,
    creator: githubUser("bot-deploy"),
    created_at: isoSeconds(at),
    updated_at: isoSeconds(done_at),
    statuses_url: `${url}/statuses`,
    repository_url: `https://api.github.com/repos/${repo}`,
    transient_environment: false,
    production_environment: environment === "production",
    statuses: [status(state, done_at, 2), status("in_progress", at + MINUTE, 1)],
  };
}

export function githubWorkflowRun(run: {
  repo: string;
  sha: string;
  title: string;
  workflow: "ci" | "deploy";
  number: number;
  at: number;
  minutes: number;
  conclusion: "success" | "failure";
  actor: string;
  attempt?: number;
}) {
  const { repo, sha, workflow, at } = run;
  const id = 17_000_000_000 + Number.parseInt(idOf(`${repo}:${sha}:${workflow}:run`, 7), 16);
  return {
    id,
    name: workflow,
    node_id: `WFR_${idOf(`${repo}:${id}`, 14)}`,
    head_branch: "main",
    head_sha: sha,
    path: `.github/workflows/${workflow}.yml`,
    display_title: run.title,
    run_number: run.number,
    event: workflow === "ci" ? "push" : "workflow_dispatch",
    status: "completed",
    conclusion: run.conclusion,
    workflow_id: Number.parseInt(idOf(`${repo}:${workflow}`, 7), 16),
    url: `https://api.github.com/repos/${repo}/actions/runs/${id}`,
    html_url: `https://github.com/${repo}/actions/runs/${id}`,
    pull_requests: [],
    created_at: isoSeconds(at),
    updated_at: isoSeconds(at + run.minutes * MINUTE),
    actor: githubUser(run.actor),
    run_attempt: run.attempt ?? 1,
    run_started_at: isoSeconds(at),
    triggering_actor: githubUser(run.actor),
    repository: { id: Number.parseInt(idOf(repo, 7), 16), full_name: repo },
  };
}

export function githubIssue(issue: {
  repo: string;
  number: number;
  title: string;
  body: string;
  author: string;
  labels: string[];
  created_at: number;
  updated_at: number;
  closed_at: number | null;
}) {
  const { repo, number } = issue;
  return {
    url: `https://api.github.com/repos/${repo}/issues/${number}`,
    repository_url: `https://api.github.com/repos/${repo}`,
    html_url: `https://github.com/${repo}/issues/${number}`,
    id: Number.parseInt(idOf(`${repo}#${number}`, 8), 16),
    node_id: `I_${idOf(`${repo}#${number}`, 14)}`,
    number,
    title: issue.title,
    user: githubUser(issue.author),
    labels: issue.labels.map((name) => ({
      id: Number.parseInt(idOf(`label:${name}`, 7), 16),
      name,
      color: "ededed",
      default: false,
    })),
    state: issue.closed_at === null ? "open" : "closed",
    locked: false,
    assignees: [],
    milestone: null,
    comments: 0,
    created_at: isoSeconds(issue.created_at),
    updated_at: isoSeconds(issue.updated_at),
    closed_at: issue.closed_at === null ? null : isoSeconds(issue.closed_at),
    author_association: "MEMBER",
    body: issue.body,
    state_reason: issue.closed_at === null ? null : "completed",
  };
}
