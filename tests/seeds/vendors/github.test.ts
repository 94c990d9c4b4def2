import { Octokit } from "@octokit/rest";
import { describe, expect, it } from "vitest";

import { type SeedRow, valueAt } from "../../../seeds/row.ts";
import {
  clientOf,
  configOf,
  get,
  type Get,
  listOf,
  minute,
  nextLink,
  range,
  seedOf,
  serve,
} from "./serve-rows.ts";

const REPO = "/repos/acme/shop";

function sha(index: number): string {
  return index.toString(16).padStart(40, "a");
}

function commit(index: number, more: SeedRow = {}): SeedRow {
  return {
    sha: sha(index),
    commit: {
      message: `change ${index}`,
      author: { name: "dev-a", date: minute(index) },
      committer: { date: minute(index) },
    },
    author: { login: "dev-a" },
    files: [{ filename: `src/file${index}.ts`, additions: 2, deletions: 1, status: "modified" }],
    ...more,
  };
}

function pull(number: number, more: SeedRow = {}): SeedRow {
  return {
    id: 5000 + number,
    number,
    title: `change ${number}`,
    state: "closed",
    user: { login: "dev-a" },
    created_at: minute(number),
    updated_at: minute(500 - number),
    merged_at: minute(number + 1),
    merge_commit_sha: sha(number),
    head: { sha: sha(number + 1), ref: "topic" },
    base: { ref: "main", repo: { full_name: "acme/shop" } },
    additions: 9,
    changed_files: 4,
    ...more,
  };
}

async function walk(
  ask: Get,
  path: string,
  query: Record<string, string> = {},
  key?: string,
): Promise<SeedRow[][]> {
  const pages: SeedRow[][] = [];
  let answer = await ask(path, query);
  for (;;) {
    pages.push(listOf(answer.body, key));
    const next = nextLink(answer.headers);
    if (next === undefined) return pages;
    answer = await ask(next);
  }
}

async function shop(tables: Record<string, SeedRow[]>) {
  const servers = await serve([seedOf("s", tables, { github: "acme/shop" })]);
  return { servers, ask: clientOf(servers, "github") };
}

describe("GitHub commits", () => {
  it("pages along absolute links that name the repository by id, each commit once, without files", async () => {
    const { ask } = await shop({ github_commits: range(230).map((index) => commit(index)) });
    const first = await ask(`${REPO}/commits`, { per_page: "500" });
    expect(listOf(first.body)).toHaveLength(100);
    expect(nextLink(first.headers)).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/repositories\/\d+\/commits\?per_page=500&page=2$/,
    );
    expect(first.headers.get("link")).toMatch(/page=3>; rel="last"/);
    const all = (await walk(ask, `${REPO}/commits`)).flat();
    expect(all.map((row) => row["sha"])).toEqual(range(230).toReversed().map(sha));
    expect(all[0]).not.toHaveProperty("files");
  });

  it("includes since and until, and filters by path and author", async () => {
    const { ask } = await shop({ github_commits: range(10).map((index) => commit(index)) });
    const shas = async (query: Record<string, string>) =>
      listOf((await ask(`${REPO}/commits`, query)).body).map((row) => row["sha"]);
    expect(await shas({ since: minute(3), until: minute(5) })).toEqual([sha(5), sha(4), sha(3)]);
    expect(await shas({ path: "src/file4.ts" })).toEqual([sha(4)]);
    expect(await shas({ path: "src", author: "dev-b" })).toEqual([]);
    expect(await shas({ sha: sha(1) })).toEqual([sha(1), sha(0)]);
    expect(await shas({ sha: "main", per_page: "1" })).toEqual([sha(9)]);
    expect((await ask(`${REPO}/commits`, { from: "x" })).status).toBe(400);
  });

  it("gives one commit its files and totals, 300 files at a time", async () => {
    const files = range(301).map((index) => ({ filename: `f${index}`, additions: 1, deletions: 0 }));
    const { ask } = await shop({
      github_commits: [commit(1, { files }), commit(2, { files: undefined })],
      github_commit_files: [{ filename: "apart.ts", additions: 3, deletions: 4, _in: `acme/shop@${sha(2)}` }],
    });
    const { body, headers } = await ask(`${REPO}/commits/${sha(1)}`);
    expect(listOf(body, "files")).toHaveLength(300);
    expect(valueAt(body, "stats", "additions")).toBe(301);
    const rest = await ask(nextLink(headers) ?? "");
    expect(listOf(rest.body, "files").map((file) => file["filename"])).toEqual(["f300"]);
    expect((await ask(`${REPO}/commits/${sha(2)}`)).body).toMatchObject({
      stats: { additions: 3, deletions: 4 },
      files: [{ filename: "apart.ts" }],
    });
    expect((await ask(`${REPO}/commits/${sha(9)}`)).status).toBe(422);
  });
});

describe("GitHub's other lists", () => {
  it("sorts pull requests as asked, keeps sizes and files for the single one", async () => {
    const tables = {
      github_pull_requests: [
        pull(1),
        pull(2, { state: "open", merged_at: null }),
        pull(3, { files: [{ filename: "in.ts" }] }),
      ],
      github_pull_request_files: [
        { filename: "a.ts", _in: "acme/shop#1" },
        {
          filename: "b.ts",
          contents_url: `https://api.github.com/repos/acme/shop/contents/b.ts?ref=${sha(3)}`,
        },
      ],
    };
    const { ask } = await shop(tables);
    const numbers = async (query: Record<string, string>) =>
      listOf((await ask(`${REPO}/pulls`, query)).body).map((row) => row["number"]);
    expect(await numbers({})).toEqual([2]);
    expect(await numbers({ state: "all" })).toEqual([3, 2, 1]);
    expect(await numbers({ state: "all", sort: "updated", direction: "desc" })).toEqual([1, 2, 3]);
    expect(await numbers({ state: "all", sort: "updated" })).toEqual([3, 2, 1]);
    const [listed] = listOf((await ask(`${REPO}/pulls`, { state: "all" })).body);
    for (const field of ["additions", "changed_files", "files"]) expect(listed).not.toHaveProperty(field);
    expect((await ask(`${REPO}/pulls/1`)).body).toMatchObject({
      additions: 9,
      changed_files: 4,
      merged: true,
    });
    const files = async (number: number) =>
      listOf((await ask(`${REPO}/pulls/${number}/files`)).body).map((file) => file["filename"]);
    expect([await files(1), await files(2), await files(3)]).toEqual([["a.ts"], ["b.ts"], ["in.ts"]]);
  });

  it("lists issues with pull requests among them, changed since a moment", async () => {
    const issue = {
      id: 1,
      number: 90,
      title: "bug",
      state: "open",
      labels: [{ name: "bug" }],
      created_at: minute(0),
      updated_at: minute(490),
      repository_url: "https://api.github.com/repos/acme/shop",
    };
    const { ask } = await shop({ github_issues: [issue], github_pull_requests: [pull(1), pull(20)] });
    const query = { state: "all", sort: "updated", direction: "desc", since: minute(490) };
    const { body } = await ask(`${REPO}/issues`, query);
    expect(listOf(body).map((row) => [row["number"], "pull_request" in row])).toEqual([
      [1, true],
      [90, false],
    ]);
    expect(listOf((await ask(`${REPO}/issues`, { labels: "bug" })).body)).toHaveLength(1);
  });

  it("lists workflow runs created in a range, 1000 at most once filtered", async () => {
    const runs = range(1150).map((index) => ({
      id: index,
      name: "ci",
      run_attempt: 1,
      created_at: minute(index),
      repository: { full_name: "acme/shop" },
    }));
    const { ask } = await shop({ github_workflow_runs: runs });
    const ids = async (created: string) =>
      listOf((await ask(`${REPO}/actions/runs`, { created })).body, "workflow_runs").map((run) => run["id"]);
    expect(await ids(`${minute(3)}..${minute(5)}`)).toEqual([5, 4, 3]);
    expect(await ids(`<${minute(2)}`)).toEqual([1, 0]);
    const unfiltered = await walk(ask, `${REPO}/actions/runs`, { per_page: "100" }, "workflow_runs");
    const filtered = await walk(
      ask,
      `${REPO}/actions/runs`,
      { per_page: "100", created: ">=2026-01-01" },
      "workflow_runs",
    );
    expect([unfiltered.flat().length, filtered.flat().length]).toEqual([1150, 1000]);
    expect(valueAt((await ask(`${REPO}/actions/runs`)).body, "total_count")).toBe(1150);
  });

  it("lists deployments without a state, and their statuses newest first", async () => {
    const deployment = {
      id: 1,
      sha: sha(1),
      environment: "production",
      created_at: minute(1),
      statuses: [
        { id: 1, state: "pending", created_at: minute(1) },
        { id: 2, state: "success", created_at: minute(2) },
      ],
    };
    const apart = {
      id: 3,
      state: "failure",
      created_at: minute(3),
      deployment_url: "https://api.github.com/repos/acme/shop/deployments/2",
    };
    const { ask } = await shop({
      github_deployments: [
        deployment,
        { id: 2, sha: sha(2), environment: "staging", created_at: minute(2) },
        { id: 4, state: "error", created_at: minute(4) },
      ],
      github_deployment_statuses: [apart],
    });
    const list = listOf((await ask(`${REPO}/deployments`)).body);
    expect(list.map((row) => row["id"])).toEqual([4, 2, 1]);
    for (const row of list) expect(Object.keys(row)).not.toEqual(expect.arrayContaining(["state"]));
    const states = async (id: number) =>
      listOf((await ask(`${REPO}/deployments/${id}/statuses`)).body).map((row) => row["state"]);
    expect([await states(1), await states(2), await states(4)]).toEqual([
      ["success", "pending"],
      ["failure"],
      ["error"],
    ]);
    expect(listOf((await ask(`${REPO}/deployments`, { environment: "staging" })).body)).toHaveLength(1);
  });
});

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
