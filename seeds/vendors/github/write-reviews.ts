/** Reviews of pull requests, as the API creates, changes and dismisses them. */
import { z } from "zod";

import { type SeedRow, served, textAt } from "../../row.ts";
import { type Call, Refusal } from "../vendor.ts";
import type { GithubRepo } from "./account.ts";
import { allowOnly, pageOf, type Paged } from "./paging.ts";
import { fieldsOf, newRow, refuseLocked, seconds, type Write } from "./write-context.ts";
import { missing, validBody, type Written } from "./written.ts";

const STATES = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const;
const Fields = z.object({
  commit_id: z.string().optional(),
  body: z.string().default(""),
  event: z.enum(["APPROVE", "REQUEST_CHANGES", "COMMENT"]),
});

const refused = (reason: string) =>
  new Refusal(422, { message: "Unprocessable Entity", errors: [reason], status: "422" });

/** POST /repos/{owner}/{repo}/pulls/{number}/reviews */
export function createReview(write: Write, number: string): SeedRow {
  const { repo, written, call, user, now } = write;
  const pull = pullOf(repo, number);
  refuseLocked(repo, number);
  const { commit_id, body, event } = fieldsOf(call, Fields);
  if (event !== "COMMENT" && textAt(pull, "user", "login") === user["login"]) {
    throw refused("Can not request changes on your own pull request");
  }
  const head = textAt(pull, "head", "sha");
  if (commit_id !== undefined && commit_id !== head && !repo.commitBySha.has(commit_id)) {
    throw refused("Commit is not part of the pull request");
  }
  const row = newRow(write, (id) => `pulls/${number}/reviews/${id}`);
  const review = {
    ...row,
    html_url: `https://github.com/${repo.full_name}/pull/${number}#pullrequestreview-${row.id}`,
    body: validBody("PullRequestReview", body),
    state: STATES[event],
    commit_id: commit_id ?? head,
    submitted_at: seconds(now),
    _in: number,
  };
  written.reviews.set(row.id, review);
  return served(review);
}

/** PUT /repos/{owner}/{repo}/pulls/{number}/reviews/{id} */
export function updateReview({ written, call }: Write, id: string): SeedRow {
  const { body } = fieldsOf(call, z.object({ body: z.string() }));
  return change(written, id, { body: validBody("PullRequestReview", body) });
}

/** PUT /repos/{owner}/{repo}/pulls/{number}/reviews/{id}/dismissals */
export function dismissReview({ written, call }: Write, id: string): SeedRow {
  fieldsOf(call, z.object({ message: z.string().min(1) }));
  const state = textAt(written.reviews.get(Number(id)), "state");
  if (state !== "CHANGES_REQUESTED" && state !== undefined) {
    throw refused(`Can not dismiss a ${state.toLowerCase()} pull request review`);
  }
  return change(written, id, { state: "DISMISSED" });
}

/** GET /repos/{owner}/{repo}/pulls/{number}/reviews, the oldest first. */
export function listReviews(repo: GithubRepo, written: Written, number: string, call: Call): Paged<SeedRow> {
  allowOnly(call);
  pullOf(repo, number);
  const own = [...written.reviews.values()].filter((review) => review["_in"] === number);
  return pageOf(call, own.map(served), { repo_id: repo.id });
}

function change(written: Written, id: string, fields: SeedRow): SeedRow {
  const review = written.reviews.get(Number(id));
  if (review === undefined) throw missing();
  const changed = { ...review, ...fields };
  written.reviews.set(Number(id), changed);
  return served(changed);
}

function pullOf(repo: GithubRepo, number: string): SeedRow {
  const pull = repo.pullByNumber.get(number);
  if (pull === undefined) throw missing();
  return pull;
}
