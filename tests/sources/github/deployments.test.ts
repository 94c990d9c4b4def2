import { expect, it } from "vitest";

import { githubDeployments } from "../../../sources/github/deployments.ts";
import { connect, hoursAgo, listed, pull, REPO, serveGithub } from "./loopback.ts";

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
