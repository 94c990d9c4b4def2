/**
 * Issues; GitHub lists pull requests among them, which are left out here.
 * Upstream: GET /repos/{owner}/{repo}/issues?since=.
 */
import { z } from "zod";

import { at, id, int, text, texts, time } from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable } from "../../src/contracts/table.ts";
import type { GithubClient } from "./client.ts";
import { eachRepo } from "./each-repo.ts";
import { listPages } from "./pages.ts";
import { readItem } from "./read-item.ts";
import { repoOf } from "./repo-of.ts";
import { unwrap } from "./unwrap.ts";

const Label = z
  .union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
  .nullable()
  .catch(null);

const Issue = z.object({
  number: z.int(),
  title: lenient.maybeText,
  body: lenient.maybeText,
  state: lenient.maybeText,
  user: lenient.maybeObject({ login: lenient.maybeText }),
  labels: z.array(Label).nullable().catch(null),
  created_at: lenient.maybeTime,
  updated_at: lenient.aTime,
  closed_at: lenient.maybeTime,
  html_url: lenient.maybeText,
  /** There on a pull request only. */
  pull_request: lenient.maybeAnything,
});

export const githubIssues = defineTable({
  name: "github_issues",
  grain: "one issue, as it is now",
  key: ["repo", "number"],
  time: "updated_at",
  time_moves: true,
  lookback_minutes: 60,
  row: z.object({
    repo: id("owner/name, as configured"),
    number: int("Number within the repository, shared with pull requests"),
    title: text("Title"),
    body: text("Description, Markdown"),
    state: text("open or closed"),
    author: text("Login of who opened it"),
    labels: texts("Names of its labels"),
    created_at: at("When it was opened"),
    updated_at: time("Last change of any kind, comments included"),
    closed_at: at("When it was closed"),
    url: text("Page of the issue"),
  }),
  map(item, context) {
    const issue = readItem(Issue, unwrap(item, "issue"));
    if (issue.pull_request !== undefined && issue.pull_request !== null) return [];
    return [
      {
        repo: repoOf(item, context),
        number: issue.number,
        title: issue.title,
        body: issue.body,
        state: issue.state,
        author: issue.user?.login ?? null,
        labels: issue.labels?.filter((label) => label !== null) ?? null,
        created_at: issue.created_at,
        updated_at: issue.updated_at,
        closed_at: issue.closed_at,
        url: issue.html_url,
      },
    ];
  },
  feed: {
    slicing: { kind: "since" },
    endpoint: "GET /repos/{owner}/{repo}/issues?since=",
    scope: "Issues: read (classic token: repo)",
    pull: (client: GithubClient, window, context) =>
      lenient.oddFieldsTold(
        eachRepo(client, context, {
          endpoint: "issues",
          // 410: the repository has issues switched off.
          empty: (refusal) => refusal.status === 410,
          read(repo) {
            // Newest first: an issue that changes meanwhile moves to the front and shifts none out of sight.
            const order = { sort: "updated", direction: "desc" };
            const params = { state: "all", since: window.from.toISOString(), ...order, per_page: 100 };
            return listPages(client, `/repos/${repo}/issues`, { params, signal: context.signal });
          },
        }),
        Issue,
        context.warn,
      ),
  },
});
