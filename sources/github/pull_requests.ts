/**
 * Pull requests with their changed files.
 * Upstream: GET /repos/{owner}/{repo}/pulls, which has no lower bound (newest change first, stop at the window),
 * and GET /repos/{owner}/{repo}/pulls/{number}/files.
 */
import { z } from "zod";

import { at, flag, id, int, text, time } from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable } from "../../src/contracts/table.ts";
import { ChangedFiles, sumOf } from "./changed-files.ts";
import type { GithubClient } from "./client.ts";
import { eachRepo } from "./each-repo.ts";
import { newestFirst } from "./newest-first.ts";
import { withFiles } from "./pull-request-details.ts";
import { readItem } from "./read-item.ts";
import { repoOf } from "./repo-of.ts";
import { unwrap } from "./unwrap.ts";

const Branch = lenient.maybeObject({
  label: lenient.maybeText,
  ref: lenient.maybeText,
  sha: lenient.maybeText,
});

const PullRequest = z.object({
  number: z.int(),
  title: lenient.maybeText,
  body: lenient.maybeText,
  state: lenient.maybeText,
  user: lenient.maybeObject({ login: lenient.maybeText, type: lenient.maybeText }),
  draft: lenient.maybeFlag,
  head: Branch,
  base: Branch,
  created_at: lenient.maybeTime,
  updated_at: lenient.aTime,
  closed_at: lenient.maybeTime,
  merged_at: lenient.maybeTime,
  merge_commit_sha: lenient.maybeText,
  additions: lenient.maybeInt,
  deletions: lenient.maybeInt,
  changed_files: lenient.maybeInt,
  files: ChangedFiles,
  html_url: lenient.maybeText,
});

/** A pull request of the REST API or of a `pull_request` webhook. Throws without number or update time. */
export function readPullRequest(item: unknown) {
  return readItem(PullRequest, unwrap(item, "pull_request"));
}

export const githubPullRequests = defineTable({
  name: "github_pull_requests",
  grain: "one pull request, as it is now",
  key: ["repo", "number"],
  time: "updated_at",
  time_moves: true,
  lookback_minutes: 60,
  row: z.object({
    repo: id("owner/name, as configured"),
    number: int("Number within the repository"),
    title: text("Title"),
    body: text("Description, Markdown"),
    state: text("open or closed; merged_at tells merged from closed"),
    author: text("Login of who opened it"),
    author_type: text("User, Bot or Organization"),
    draft: flag("Marked as a draft"),
    head_sha: text("Newest commit of the branch"),
    head_label: text("Owner and branch that is merged, owner:branch; another owner is a fork"),
    head_ref: text("Branch that is merged"),
    base_ref: text("Branch it is merged into"),
    created_at: at("When it was opened"),
    updated_at: time("Last change of any kind, comments included"),
    closed_at: at("When it was closed or merged"),
    merged_at: at("When it was merged; null when it was not"),
    merge_commit_sha: text(
      "Commit on the base branch once merged (a trial merge before); joins to github_commits.sha",
    ),
    additions: int("Lines added"),
    deletions: int("Lines deleted"),
    changed_files: int("Files changed"),
    url: text("Page of the pull request"),
  }),
  map(item, context) {
    const pull = readPullRequest(item);
    return [
      {
        repo: repoOf(item, context),
        number: pull.number,
        title: pull.title,
        body: pull.body,
        state: pull.state,
        author: pull.user?.login ?? null,
        author_type: pull.user?.type ?? null,
        draft: pull.draft,
        head_sha: pull.head?.sha ?? null,
        head_label: pull.head?.label ?? null,
        head_ref: pull.head?.ref ?? null,
        base_ref: pull.base?.ref ?? null,
        created_at: pull.created_at,
        updated_at: pull.updated_at,
        closed_at: pull.closed_at,
        merged_at: pull.merged_at,
        merge_commit_sha: pull.merge_commit_sha,
        additions: pull.additions ?? sumOf(pull.files, "additions"),
        deletions: pull.deletions ?? sumOf(pull.files, "deletions"),
        changed_files: pull.changed_files ?? pull.files?.length ?? null,
        url: pull.html_url,
      },
    ];
  },
  feed: {
    slicing: { kind: "since" },
    endpoint: "GET /repos/{owner}/{repo}/pulls?sort=updated",
    scope: "Pull requests: read (classic token: repo)",
    pull: (client: GithubClient, window, context) =>
      lenient.oddFieldsTold(
        eachRepo(client, context, {
          endpoint: "pulls",
          async *read(repo) {
            const params = { state: "all", sort: "updated", direction: "desc", per_page: 100 };
            const list = { params, signal: context.signal };
            for await (const page of newestFirst(
              client,
              `/repos/${repo}/pulls`,
              list,
              "updated_at",
              window.from,
            )) {
              yield { ...page, items: await withFiles(client, repo, page.items, context) };
            }
          },
        }),
        PullRequest,
        context.warn,
      ),
  },
});
