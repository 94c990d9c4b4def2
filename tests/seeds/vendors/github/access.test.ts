import { Octokit } from "@octokit/rest";
import { describe, expect, it } from "vitest";

import { clientOf, configOf, get, listOf, range, seedOf, serve } from "../serve-rows.ts";
import { commit, pull, REPO, sha, shop } from "./shop.ts";

describe("GitHub's repositories and access", () => {
  it("finds the repository in _in, in the row's own JSON, else in seed.json", async () => {
    const { html_url: _, ...bare } = commit(1, { html_url: "" });
    const servers = await serve([
      seedOf(
        "s",
        {
          github_commits: [
            { ...bare, _in: "acme/one" },
            commit(2, { html_url: `https://github.com/acme/two/commit/${sha(2)}` }),
            commit(3),
          ],
        },
        { github: "acme/three" },
      ),
    ]);
    expect(configOf(servers, "github")["repos"]?.split(",").toSorted()).toEqual([
      "acme/one",
      "acme/three",
      "acme/two",
    ]);
    const ask = clientOf(servers, "github");
    const [row] = listOf((await ask("/repos/ACME/one/commits")).body);
    expect(row).toMatchObject({ sha: sha(1) });
    expect(row).not.toHaveProperty("_in");
    for (const path of ["pulls", "deployments", "issues"])
      expect((await ask(`/repos/acme/one/${path}`)).body).toEqual([]);
    expect((await ask("/repos/acme/four/commits")).status).toBe(404);
  });

  it("refuses wrong tokens and API versions, and says what is left", async () => {
    const { servers, ask } = await shop({ github_commits: [commit(1)] });
    const url = new URL(`${REPO}/commits`, configOf(servers, "github")["api_url"]);
    expect(await get(url)).toMatchObject({ status: 401, body: { message: "Requires authentication" } });
    expect(await get(url, {}, { authorization: "token none" })).toMatchObject({
      status: 401,
      body: { message: "Bad credentials" },
    });
    const token = `token ${configOf(servers, "github")["token"]}`;
    expect((await get(url, {}, { authorization: token, "x-github-api-version": "1999-01-01" })).status).toBe(
      400,
    );
    const { headers } = await ask("/user");
    expect(headers.get("x-ratelimit-remaining")).toBe("4999");
    expect((await ask("/rate_limit")).body).toMatchObject({ rate: { limit: 5000 } });
  });

  it("refuses what is over the limit with remaining 0", async () => {
    const limits = { github: { requests: 1, window_ms: 60_000 } };
    const ask = clientOf(await serve([seedOf("s", { github_commits: [commit(1)] })], { limits }), "github");
    await ask("/user");
    const { status, headers } = await ask("/user");
    expect([status, headers.get("x-ratelimit-remaining"), headers.get("x-ratelimit-used")]).toEqual([
      429,
      "0",
      "1",
    ]);
  });

  it("serves the official client", async () => {
    const { servers } = await shop({
      github_commits: range(120).map((index) => commit(index)),
      github_pull_requests: [pull(1)],
    });
    const { api_url = "", token = "" } = configOf(servers, "github");
    const octokit = new Octokit({ baseUrl: api_url, auth: token });
    const at = { owner: "acme", repo: "shop" };
    const commits = await octokit.paginate(octokit.rest.repos.listCommits, { ...at, per_page: 50 });
    expect(new Set(commits.map((each) => each.sha)).size).toBe(120);
    const one = await octokit.rest.repos.getCommit({ ...at, ref: sha(7) });
    expect(one.data.files?.[0]?.filename).toBe("src/file7.ts");
    const pulls = await octokit.paginate(octokit.rest.pulls.list, { ...at, state: "all" });
    expect(pulls[0]?.merge_commit_sha).toBe(sha(1));
    const runs = await octokit.paginate(octokit.rest.actions.listWorkflowRunsForRepo, at);
    expect(runs).toEqual([]);
  });
});
