import { describe, expect, it } from "vitest";

import { valueAt } from "../../../../seeds/row.ts";
import { listOf, minute, nextLink, range } from "../serve-rows.ts";
import { commit, REPO, sha, shop, walk } from "./shop.ts";

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
