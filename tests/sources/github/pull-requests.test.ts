import { expect, it } from "vitest";

import { githubPullRequestFiles } from "../../../sources/github/pull_request_files.ts";
import { githubPullRequests } from "../../../sources/github/pull_requests.ts";
import { connect, type Handler, hoursAgo, listed, pull, REPO, serveGithub } from "./loopback.ts";

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
