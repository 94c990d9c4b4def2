import { expect, it } from "vitest";

import { githubDeployments } from "../../../sources/github/deployments.ts";
import { githubIssues } from "../../../sources/github/issues.ts";
import { githubPullRequestFiles } from "../../../sources/github/pull_request_files.ts";
import { githubPullRequests } from "../../../sources/github/pull_requests.ts";
import { githubWorkflowRuns } from "../../../sources/github/workflow_runs.ts";
import { connect, listed, pull, serveGithub, window, type Handler } from "./loopback.ts";

const hoursAgo = (hours: number) => new Date(window.to.getTime() - hours * 3_600_000).toISOString();
const REPO = "/repos/acme/shop";

const pullRequest = (number: number) => ({
  number,
  title: `PR ${number}`,
  body: null,
  state: "closed",
  user: { login: "dev-a" },
  draft: false,
  head: { sha: `head${number}`, ref: "fix" },
  base: { sha: "base", ref: "main" },
  created_at: hoursAgo(number + 100),
  updated_at: hoursAgo(number),
  closed_at: hoursAgo(number),
  merged_at: hoursAgo(number),
  merge_commit_sha: `merge${number}`,
  html_url: `https://github.com/acme/shop/pull/${number}`,
});

const pulls =
  (count: number, files: number): Handler =>
  (asked) => {
    if (asked.path === `${REPO}/pulls`)
      return listed(
        asked,
        Array.from({ length: count }, (_, n) => pullRequest(n + 1)),
      );
    if (asked.path.endsWith("/files")) {
      return listed(
        asked,
        Array.from({ length: files }, (_, n) => ({
          filename: `${n}.ts`,
          status: "added",
          additions: 3,
          deletions: 0,
        })),
      );
    }
    return { json: { ...pullRequest(1), additions: 12_345, deletions: 6, changed_files: 4_115 } };
  };

it("reads pull requests newest change first and stops at the window", async () => {
  const { url, asked } = await serveGithub(pulls(250, 120));
  const { rows } = await pull(connect(url).client, githubPullRequests, [
    githubPullRequests,
    githubPullRequestFiles,
  ]);

  // 48 hours, one pull request an hour; the second page is never asked for.
  expect(rows[0]).toHaveLength(48);
  expect(asked.filter(({ path }) => path === `${REPO}/pulls`)).toHaveLength(1);
  expect(rows[0]?.[0]).toMatchObject({
    number: 1,
    additions: 360,
    deletions: 0,
    changed_files: 120,
    merge_commit_sha: "merge1",
  });
  expect(rows[1]).toHaveLength(48 * 120);
});

it("asks for the sums of a pull request whose files GitHub cuts off", async () => {
  const { url } = await serveGithub(pulls(1, 3000));
  const { rows } = await pull(connect(url).client, githubPullRequests);

  expect(rows[0]).toMatchObject([{ additions: 12_345, deletions: 6, changed_files: 4_115 }]);
});

const deployment = (id: number, hours: number) => ({
  id,
  sha: "abc",
  ref: "main",
  environment: "production",
  task: "deploy",
  creator: { login: "bot" },
  created_at: hoursAgo(hours),
  updated_at: hoursAgo(hours),
});

it("reads deployments with the newest of their statuses", async () => {
  const { url } = await serveGithub((asked) => {
    if (asked.path === `${REPO}/deployments`)
      return listed(asked, [deployment(30, 1), deployment(20, 40), deployment(10, 90)]);
    if (asked.path === `${REPO}/deployments/20/statuses`) return { json: [] };
    return {
      json: [
        { state: "in_progress", created_at: hoursAgo(1) },
        { state: "success", created_at: hoursAgo(0.5) },
      ],
    };
  });
  const { rows } = await pull(connect(url).client, githubDeployments);

  expect(rows[0]).toMatchObject([
    { deployment_id: "30", state: "success", environment: "production", creator: "bot" },
    { deployment_id: "20", state: null },
  ]);
});

const run = (id: number, run_attempt: number) => ({
  id,
  run_attempt,
  name: "CI",
  workflow_id: 5,
  path: ".github/workflows/ci.yml",
  event: "push",
  status: "completed",
  conclusion: "success",
  head_sha: "abc",
  head_branch: "main",
  actor: { login: "dev-a" },
  created_at: hoursAgo(1),
  run_started_at: hoursAgo(1),
  updated_at: hoursAgo(0.5),
  html_url: "https://github.com/acme/shop/actions/runs/1",
});

it("reads workflow runs of the window, attempts as they are", async () => {
  const { url, asked } = await serveGithub((one) =>
    listed(one, [run(16_812_345_678, 2), run(2, 1)], "workflow_runs"),
  );
  const { rows } = await pull(connect(url).client, githubWorkflowRuns);

  expect(asked[0]?.query.get("created")).toBe("2026-08-20T00:00:00.000Z..2026-08-22T00:00:00.000Z");
  expect(rows[0]).toMatchObject([
    { run_id: "16812345678", run_attempt: 2, workflow_id: "5" },
    { run_id: "2", run_attempt: 1 },
  ]);
});

it("has the window halved when GitHub would cut off the runs", async () => {
  const { url } = await serveGithub((one) =>
    listed(
      one,
      Array.from({ length: 1001 }, (_, n) => run(n + 1, 1)),
      "workflow_runs",
    ),
  );

  await expect(pull(connect(url).client, githubWorkflowRuns)).rejects.toMatchObject({ kind: "too_large" });
});

it.each<[string, Handler]>([
  [
    "disabled by the administrator",
    () => ({ status: 403, json: { message: "Actions has been disabled for this repository." } }),
  ],
  [
    "absent from a repository in sight",
    ({ path }) => (path === REPO ? { json: { full_name: "acme/shop" } } : undefined),
  ],
])("finds no workflow runs where Actions is %s", async (_, handler) => {
  const { url } = await serveGithub(handler);
  const { rows, warnings } = await pull(connect(url).client, githubWorkflowRuns);

  expect(rows).toEqual([[]]);
  expect(warnings).toHaveLength(1);
});

it.each<[string, Handler, number]>([
  [
    "the token may not see them",
    () => ({
      status: 403,
      headers: { "x-accepted-github-permissions": "actions=read" },
      json: { message: "Resource not accessible by personal access token" },
    }),
    403,
  ],
  ["the repository is out of sight", () => undefined, 404],
])("is denied workflow runs when %s", async (_, handler, status) => {
  const { url } = await serveGithub(handler);

  await expect(pull(connect(url).client, githubWorkflowRuns)).rejects.toMatchObject({
    kind: "denied",
    status,
  });
});

it("reads issues and leaves the pull requests among them out", async () => {
  const issue = {
    number: 1,
    title: "Checkout fails",
    body: "…",
    state: "open",
    user: { login: "dev-a" },
    labels: [{ name: "bug" }, "p1", { id: 3 }],
    created_at: hoursAgo(9),
    updated_at: hoursAgo(1),
    closed_at: null,
    html_url: "https://github.com/acme/shop/issues/1",
  };
  const { url, asked } = await serveGithub((one) =>
    listed(one, [issue, { ...issue, number: 2, pull_request: { url: "x" } }]),
  );
  const { rows } = await pull(connect(url).client, githubIssues);

  expect(rows[0]).toMatchObject([{ number: 1, labels: ["bug", "p1"], author: "dev-a" }]);
  expect(asked[0]?.query.get("since")).toBe("2026-08-20T00:00:00.000Z");
});

it("finds no issues where they are switched off", async () => {
  const { url } = await serveGithub(() => ({
    status: 410,
    json: { message: "Issues are disabled for this repo" },
  }));

  expect((await pull(connect(url).client, githubIssues)).rows).toEqual([[]]);
});

it("says once which field is of the wrong type, and keeps the rows", async () => {
  const odd = { title: { unexpected: 1 }, updated_at: hoursAgo(1) };
  const { url } = await serveGithub((one) =>
    listed(one, [
      { number: 1, ...odd },
      { number: 2, ...odd },
    ]),
  );
  const { rows, warnings } = await pull(connect(url).client, githubIssues);

  expect(rows[0]).toHaveLength(2);
  expect(warnings).toEqual(["2022-11-28/issues: title is of the wrong type and is left out"]);
});
