/** Issues and their comments, as the API creates and changes them. A pull request has comments like an issue. */
import { z } from "zod";

import { type SeedRow, served, textAt } from "../../row.ts";
import type { Call } from "../vendor.ts";
import type { GithubRepo } from "./account.ts";
import { allowOnly, pageOf, type Paged } from "./paging.ts";
import { fieldsOf, newRow, refuseLocked, seconds, type Write } from "./write-context.ts";
import { invalid, missing, nextNumber, validBody, type Written } from "./written.ts";

const Label = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);
const Fields = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "reopened", "duplicate"]).nullish(),
  labels: z.array(Label).optional(),
});
const Comment = z.object({ body: z.string() });

/** POST /repos/{owner}/{repo}/issues */
export function createIssue(write: Write): SeedRow {
  const { repo, written, call } = write;
  const fields = fieldsOf(call, Fields);
  if (fields.title === undefined || fields.title === "") throw invalid("Issue", "title");
  const number = nextNumber(repo);
  const issue: SeedRow = {
    ...newRow(write, () => `issues/${number}`),
    number,
    html_url: `https://github.com/${repo.full_name}/issues/${number}`,
    title: fields.title,
    body: validBody("Issue", fields.body ?? ""),
    state: "open",
    state_reason: null,
    labels: labelRows(fields.labels ?? []),
    comments: 0,
    locked: false,
    closed_at: null,
  };
  written.issues.set(number, issue);
  return issue;
}

/** PATCH /repos/{owner}/{repo}/issues/{number} */
export function updateIssue({ repo, written, call, now }: Write, number: string): SeedRow {
  const { title, body, state, state_reason, labels } = fieldsOf(call, Fields);
  const changed = {
    ...issueOf(repo, number),
    ...(title !== undefined && { title }),
    ...(body !== undefined && { body: validBody("Issue", body ?? "") }),
    ...(labels && { labels: labelRows(labels) }),
    ...(state && {
      state,
      state_reason: state_reason ?? null,
      closed_at: state === "closed" ? seconds(now) : null,
    }),
    updated_at: seconds(now),
  };
  written.issues.set(Number(number), changed);
  return changed;
}

/** GET /repos/{owner}/{repo}/issues/{number} */
export function issueOf(repo: GithubRepo, number: string): SeedRow {
  const found = repo.issues.find(({ row }) => textAt(row, "number") === number);
  if (found === undefined) throw missing();
  return found.row;
}

/** POST /repos/{owner}/{repo}/issues/{number}/comments */
export function createComment(write: Write, number: string): SeedRow {
  const { repo, written, call } = write;
  issueOf(repo, number);
  refuseLocked(repo, number);
  const body = validBody("IssueComment", fieldsOf(call, Comment).body);
  const row = newRow(write, (id) => `issues/comments/${id}`);
  const html_url = `https://github.com/${repo.full_name}/issues/${number}#issuecomment-${row.id}`;
  const comment = { ...row, html_url, body, _in: number };
  written.comments.set(row.id, comment);
  return served(comment);
}

/** PATCH /repos/{owner}/{repo}/issues/comments/{id} */
export function updateComment({ written, call, now }: Write, id: string): SeedRow {
  const comment = written.comments.get(Number(id));
  if (comment === undefined) throw missing();
  const body = validBody("IssueComment", fieldsOf(call, Comment).body);
  const changed = { ...comment, body, updated_at: seconds(now) };
  written.comments.set(Number(id), changed);
  return served(changed);
}

/** DELETE /repos/{owner}/{repo}/issues/comments/{id} */
export function deleteComment({ written }: Write, id: string): void {
  if (!written.comments.delete(Number(id))) throw missing();
}

/** GET /repos/{owner}/{repo}/issues/{number}/comments, the oldest first. */
export function listComments(repo: GithubRepo, written: Written, number: string, call: Call): Paged<SeedRow> {
  allowOnly(call, "since");
  issueOf(repo, number);
  const own = [...written.comments.values()].filter((comment) => comment["_in"] === number);
  return pageOf(call, own.map(served), { repo_id: repo.id });
}

function labelRows(names: readonly string[]): SeedRow[] {
  return names.map((name) => ({ name, color: "ededed", default: false }));
}
