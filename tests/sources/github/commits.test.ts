import { expect, it } from "vitest";

import { githubCommitFiles } from "../../../sources/github/commit_files.ts";
import { githubCommits } from "../../../sources/github/commits.ts";
import { connect, listed, pull, serveGithub, type Handler } from "./loopback.ts";

const sha = (n: number) => n.toString(16).padStart(40, "0");
const commit = (n: number) => ({
  sha: sha(n),
  commit: {
    message: `fix: number ${n}\n\nwhy`,
    author: { name: "Dev A", date: "2026-08-20T10:00:00+02:00" },
    committer: { name: "GitHub", date: "2026-08-21T09:00:00Z" },
  },
  author: { login: "dev-a" },
  parents: [{ sha: sha(n - 1) }],
  html_url: `https://github.com/acme/shop/commit/${sha(n)}`,
});
const file = (n: number) => ({
  filename: `src/${n}.ts`,
  status: "modified",
  additions: 2,
  deletions: 1,
  patch: "@@ -1 +1 @@",
});

/** Commits 1 to `count` of every repository, each with `files` changed files. */
const withCommits =
  (count: number, files: (n: number) => number): Handler =>
  (asked) => {
    const [, repo, one] = /^\/repos\/([^/]+\/[^/]+)\/commits(?:\/(\w+))?$/.exec(asked.path) ?? [];
    if (repo === undefined || repo === "acme/gone") return undefined;
    if (one === undefined)
      return listed(
        asked,
        Array.from({ length: count }, (_, n) => commit(n + 1)),
      );
    const n = Number.parseInt(one, 16);
    const all = Array.from({ length: files(n) }, (_, index) => file(index));
    asked.query.set("per_page", "300");
    const page = listed(asked, all);
    return {
      ...page,
      json: { ...commit(n), stats: { additions: 2 * all.length, deletions: all.length }, files: page.json },
    };
  };

it("reads the window's commits with their files, a detail per commit", async () => {
  const { url, asked } = await serveGithub(withCommits(3, () => 2));
  const { client } = connect(url);

  const { pages, rows, rejected } = await pull(client, githubCommits, [githubCommits, githubCommitFiles]);

  expect(rejected).toEqual([]);
  expect(Object.fromEntries(asked[0]?.query ?? [])).toEqual({
    since: "2026-08-20T00:00:00Z",
    until: "2026-08-22T00:00:00Z",
    per_page: "100",
  });
  expect(pages.map(({ items, ...page }) => ({ ...page, items: items.length }))).toEqual([
    { items: 3, parent: "acme/shop", api: "2022-11-28/commits", cursor: undefined },
  ]);
  expect(rows[0]?.[0]).toEqual({
    repo: "acme/shop",
    sha: sha(1),
    message: "fix: number 1\n\nwhy",
    title: "fix: number 1",
    author: "dev-a",
    committed_at: "2026-08-21T09:00:00.000Z",
    authored_at: "2026-08-20T08:00:00.000Z",
    parents: [sha(0)],
    additions: 4,
    deletions: 2,
    files: 2,
    url: `https://github.com/acme/shop/commit/${sha(1)}`,
  });
  expect(rows[1]).toHaveLength(6);
  expect(rows[1]?.[1]).toEqual({
    repo: "acme/shop",
    sha: sha(1),
    path: "src/1.ts",
    previous_path: null,
    status: "modified",
    additions: 2,
    deletions: 1,
    committed_at: "2026-08-21T09:00:00.000Z",
  });
});

it("reads every page of a long list and of a commit with more than 300 files", async () => {
  const { url } = await serveGithub(withCommits(150, (n) => (n === 120 ? 620 : 1)));
  const { rows } = await pull(connect(url).client, githubCommits, [githubCommits, githubCommitFiles]);

  expect(rows[0]).toHaveLength(150);
  expect(rows[1]).toHaveLength(149 + 620);
});

it("does not read a commit's details twice", async () => {
  const { url, asked } = await serveGithub(withCommits(5, () => 1));
  const { client } = connect(url);
  await pull(client, githubCommits);
  expect(asked).toHaveLength(6);

  const { rows } = await pull(client, githubCommits);
  expect(asked).toHaveLength(7);
  expect(rows[0]?.every((row) => row["files"] === 1)).toBe(true);
});

it("lands a commit whose details GitHub does not show, and says so", async () => {
  const all = withCommits(2, () => 1);
  const refusing: Handler = (asked, response) =>
    asked.path.endsWith(sha(2))
      ? { status: 422, json: { message: "No commit found for SHA" } }
      : all(asked, response);
  const { url } = await serveGithub(refusing);
  const { rows, warnings } = await pull(connect(url).client, githubCommits, [
    githubCommits,
    githubCommitFiles,
  ]);

  expect(rows[0]?.map((row) => row["files"])).toEqual([1, null]);
  expect(warnings).toEqual([expect.stringContaining("No commit found for SHA")]);
});

it("finds nothing in an empty repository", async () => {
  const { url } = await serveGithub(() => ({ status: 409, json: { message: "Git Repository is empty." } }));
  const { rows, warnings } = await pull(connect(url).client, githubCommits);

  expect(rows).toEqual([[]]);
  expect(warnings).toEqual([expect.stringContaining("Git Repository is empty.")]);
});

it("lands the other repositories when one is out of sight, and leaves a gap with the reason", async () => {
  const { url } = await serveGithub(withCommits(2, () => 1));
  const { client } = connect(url, { repos: "acme/shop, acme/gone, acme/api" });
  const { rows, rejected } = await pull(client, githubCommits);

  expect(rows[0]?.map((row) => row["repo"])).toEqual(["acme/shop", "acme/shop", "acme/api", "acme/api"]);
  expect(rejected).toEqual([expect.stringContaining("/repos/acme/gone/commits answered 404: Not Found")]);
});

it("is refused as a whole when no repository can be read", async () => {
  const { url } = await serveGithub(() => undefined);
  const pulled = pull(connect(url, { repos: "acme/gone,acme/lost" }).client, githubCommits);

  await expect(pulled).rejects.toMatchObject({
    kind: "denied",
    status: 404,
    hint: expect.stringContaining("GITHUB_REPOS"),
  });
});

it("keeps the configured name of a repository that moved", async () => {
  const all = withCommits(1, () => 1);
  const moved: Handler = (asked, response) => {
    if (!asked.path.startsWith("/repos/acme/old")) return all(asked, response);
    const to = `${asked.origin}${asked.path.replace("acme/old", "acme/shop")}?${asked.query}`;
    return { status: 301, headers: { location: to }, json: { message: "Moved Permanently" } };
  };
  const { url, asked } = await serveGithub(moved);
  const { rows } = await pull(connect(url, { repos: "acme/old" }).client, githubCommits, [
    githubCommits,
    githubCommitFiles,
  ]);

  expect(rows.flat().map((row) => row["repo"])).toEqual(["acme/old", "acme/old"]);
  expect(asked.at(-1)?.headers.authorization).toBe("token ghp_test");
});

it("rejects a commit without a SHA or time, and nulls what is only odd", () => {
  const context = { parent: "acme/shop" };
  const { sha: _, ...nameless } = commit(1);
  expect(() => githubCommits.map(nameless, context)).toThrow("sha");
  expect(() => githubCommits.map({ ...commit(1), commit: { message: "x" } }, context)).toThrow(
    "committed_at",
  );

  const odd = {
    ...commit(1),
    parents: "none",
    author: 7,
    stats: { additions: "many" },
    files: [{ filename: "a", additions: {} }],
  };
  expect(githubCommits.map(odd, context)).toMatchObject([
    { sha: sha(1), parents: null, author: "Dev A", additions: null, files: 1 },
  ]);
});

it("rejects the files of a commit when one has no readable path", () => {
  const torn = { ...commit(1), files: [file(1), { ...file(2), filename: { unexpected: 1 } }] };
  expect(() => githubCommitFiles.map(torn, { parent: "acme/shop" })).toThrow("files.1.filename");
});
