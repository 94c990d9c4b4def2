/**
 * What Sentinel wrote at GitHub: read from lists, which are current, and not from search, which lags behind. A post
 * counts only when its author is the token's own account, by id: a marker that somebody copied into a comment of theirs
 * is nothing.
 */
import type { Octokit } from "@octokit/rest";
import { z } from "zod";

import { ActionFailure } from "../../contracts/action.ts";
import type { GithubSelf } from "../ports.ts";
import { placeOf, reading } from "./call.ts";
import { type Marks, readMarks } from "./marked-body.ts";

const Author = z.object({ id: z.number() }).nullish();
const Text = z
  .string()
  .nullish()
  .transform((text) => text ?? "");

const Issue = z.object({
  number: z.number(),
  html_url: z.string().default(""),
  title: z.string(),
  body: Text,
  state: z.string(),
  labels: z.array(z.union([z.string(), z.object({ name: Text })])).default([]),
  user: Author,
  pull_request: z.unknown().optional(),
});
const Comment = z.object({ id: z.number(), html_url: z.string().default(""), body: Text, user: Author });
const Review = z.object({
  id: z.number(),
  html_url: z.string().default(""),
  body: Text,
  state: z.string(),
  commit_id: z.string().nullish(),
  user: Author,
});

export type OwnIssue = z.infer<typeof Issue> & { marks: Marks };
type AnyComment = z.infer<typeof Comment>;
export type OwnComment = AnyComment & { marks: Marks };
export type OwnReview = z.infer<typeof Review> & { marks: Marks };

const PER_PAGE = 100;
/** Beyond this many posts nobody can say that there is none. */
const PAGES = 20;

/** Own issues with marks, the newest first. */
export async function ownIssues(octokit: Octokit, repo: string, self: GithubSelf): Promise<OwnIssue[]> {
  const issues = await pages(`list issues of ${repo}`, Issue, (page) =>
    octokit.rest.issues.listForRepo({
      ...placeOf(repo),
      creator: self.login,
      state: "all",
      sort: "created",
      direction: "desc",
      per_page: PER_PAGE,
      page,
    }),
  );
  return owned(
    issues.filter(({ pull_request }) => pull_request === undefined),
    self,
  );
}

/** Own comments with marks on an issue or a pull request, the oldest first. */
export async function ownComments(
  octokit: Octokit,
  repo: string,
  number: number,
  self: GithubSelf,
): Promise<OwnComment[]> {
  return owned(await allComments(octokit, repo, number), self);
}

/** Everybody's comments on an issue or a pull request, the oldest first. */
export async function allComments(octokit: Octokit, repo: string, number: number): Promise<AnyComment[]> {
  const place = { ...placeOf(repo), issue_number: number, per_page: PER_PAGE };
  return pages(`list comments of ${repo}#${number}`, Comment, (page) =>
    octokit.rest.issues.listComments({ ...place, page }),
  );
}

/** Own reviews with marks, the oldest first. */
export async function ownReviews(
  octokit: Octokit,
  repo: string,
  number: number,
  self: GithubSelf,
): Promise<OwnReview[]> {
  const place = { ...placeOf(repo), pull_number: number, per_page: PER_PAGE };
  const reviews = await pages(`list reviews of ${repo}#${number}`, Review, (page) =>
    octokit.rest.pulls.listReviews({ ...place, page }),
  );
  return owned(reviews, self);
}

/** Those of the token's own account that end in marks. */
export function owned<Post extends { body: string; user?: { id: number } | null | undefined }>(
  posts: Post[],
  self: GithubSelf,
): (Post & { marks: Marks })[] {
  return posts.flatMap((post) => {
    const marks = post.user?.id === self.id ? readMarks(post.body) : undefined;
    return marks === undefined ? [] : [{ ...post, marks }];
  });
}

async function pages<Shape extends z.ZodType>(
  what: string,
  shape: Shape,
  get: (page: number) => Promise<{ data: unknown }>,
): Promise<z.infer<Shape>[]> {
  const all: z.infer<Shape>[] = [];
  for (let page = 1; page <= PAGES; page += 1) {
    const items = await reading(what, z.array(shape), () => get(page));
    all.push(...items);
    if (items.length < PER_PAGE) return all;
  }
  throw new ActionFailure("refused", `GitHub, asked to ${what}, has more than ${PAGES * PER_PAGE}`, {
    hint: "what Sentinel wrote before cannot be told apart there; act by hand",
  });
}
