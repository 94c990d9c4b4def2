/**
 * Commits on the default branch of each repository, with their changed files.
 * Upstream: GET /repos/{owner}/{repo}/commits and, per commit, GET /repos/{owner}/{repo}/commits/{sha}.
 */
import { z } from "zod";

import { at, id, int, text, texts, time } from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable } from "../../src/contracts/table.ts";
import { ChangedFiles, sumOf } from "./changed-files.ts";
import type { GithubClient } from "./client.ts";
import { withDetails } from "./commit-details.ts";
import { eachRepo } from "./each-repo.ts";
import { listPages } from "./pages.ts";
import { readItem } from "./read-item.ts";
import { repoOf } from "./repo-of.ts";

const Person = lenient.maybeObject({
  name: lenient.maybeText,
  date: lenient.maybeTime,
  login: lenient.maybeText,
});
const Paths = lenient.maybeTexts;

/** REST list, REST detail, and the shorter commits of a `push` webhook (`id`, `message`, `timestamp`, paths). */
const Commit = z.object({
  sha: lenient.maybeName,
  id: lenient.maybeName,
  commit: lenient.maybeObject({ message: lenient.maybeText, author: Person, committer: Person }),
  message: lenient.maybeText,
  timestamp: lenient.maybeTime,
  author: Person,
  parents: z
    .array(z.object({ sha: z.string() }))
    .nullable()
    .catch(null),
  stats: lenient.maybeObject({ additions: lenient.maybeInt, deletions: lenient.maybeInt }),
  files: ChangedFiles,
  added: Paths,
  removed: Paths,
  modified: Paths,
  html_url: lenient.maybeText,
  url: lenient.maybeText,
});

const Identity = z.object({ sha: lenient.anId, committed_at: lenient.aTime });

/** A commit in any of the shapes above. Throws when it has no SHA or no time. */
export function readCommit(item: unknown) {
  const commit = readItem(Commit, item);
  const { sha, committed_at } = readItem(Identity, {
    sha: commit.sha ?? commit.id,
    committed_at: commit.commit?.committer?.date ?? commit.commit?.author?.date ?? commit.timestamp,
  });
  return { ...commit, sha, committed_at, files: filesOf(commit) };
}

function filesOf({ files, ...paths }: z.output<typeof Commit>) {
  if (files !== null || (paths.added ?? paths.removed ?? paths.modified) === null) return files;
  return (["added", "removed", "modified"] as const).flatMap((status) =>
    (paths[status] ?? []).map((filename) => ({
      filename,
      status,
      previous_filename: null,
      additions: null,
      deletions: null,
    })),
  );
}

export const githubCommits = defineTable({
  name: "github_commits",
  grain: "one commit on the default branch of a repository",
  key: ["repo", "sha"],
  time: "committed_at",
  time_moves: false,
  // A branch merged without squashing brings commits that are older than the merge.
  lookback_minutes: 3 * 24 * 60,
  row: z.object({
    repo: id("owner/name, as configured"),
    sha: id("Full SHA"),
    message: text("The whole message"),
    title: text("First line of the message"),
    author: text("GitHub login; the author's name where GitHub knows no login"),
    committed_at: time("When it was committed (a rebase or squash sets it anew)"),
    authored_at: at("When the change was first written"),
    parents: texts("SHAs of the parents; two or more in a merge"),
    additions: int("Lines added"),
    deletions: int("Lines deleted"),
    files: int("Files changed; null where GitHub would not say"),
    url: text("Page of the commit"),
  }),
  map(item, context) {
    const commit = readCommit(item);
    const message = commit.commit?.message ?? commit.message;
    return [
      {
        repo: repoOf(item, context),
        sha: commit.sha,
        message,
        title: message?.split("\n", 1)[0]?.trim() ?? null,
        author: commit.author?.login ?? commit.commit?.author?.name ?? commit.author?.name ?? null,
        committed_at: commit.committed_at,
        authored_at: commit.commit?.author?.date ?? null,
        parents: commit.parents?.map(({ sha }) => sha) ?? null,
        additions: commit.stats?.additions ?? sumOf(commit.files, "additions"),
        deletions: commit.stats?.deletions ?? sumOf(commit.files, "deletions"),
        files: commit.files?.length ?? null,
        url: commit.html_url ?? commit.url,
      },
    ];
  },
  feed: {
    slicing: { kind: "window", hours: 48 },
    endpoint: "GET /repos/{owner}/{repo}/commits",
    scope: "Contents: read (classic token: repo)",
    pull: (client: GithubClient, window, context) =>
      lenient.oddFieldsTold(
        eachRepo(client, context, {
          endpoint: "commits",
          // 409: a repository without a single commit.
          empty: (refusal) => refusal.status === 409,
          async *read(repo) {
            // GitHub's times have whole seconds.
            const until = new Date(Math.ceil(window.to.getTime() / 1000) * 1000);
            const params = { since: seconds(window.from), until: seconds(until), per_page: 100 };
            for await (const page of listPages(client, `/repos/${repo}/commits`, {
              params,
              signal: context.signal,
            })) {
              yield { ...page, items: await withDetails(client, repo, page.items, context) };
            }
          },
        }),
        Commit,
        context.warn,
      ),
  },
});

function seconds(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
