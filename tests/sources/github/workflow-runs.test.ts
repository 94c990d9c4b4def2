import { expect, it } from "vitest";

import { githubWorkflowRuns } from "../../../sources/github/workflow_runs.ts";
import { connect, type Handler, hoursAgo, listed, pull, REPO, serveGithub } from "./loopback.ts";

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
