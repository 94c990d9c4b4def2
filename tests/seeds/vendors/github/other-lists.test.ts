import { describe, expect, it } from "vitest";

import { valueAt } from "../../../../seeds/row.ts";
import { listOf, minute, range } from "../serve-rows.ts";
import { pull, REPO, sha, shop, walk } from "./shop.ts";

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
