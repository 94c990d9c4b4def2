/** GitHub's endpoints that change something, and those that show only what was changed. */
import type { Context, Hono } from "hono";

import type { SeedRow } from "../../row.ts";
import type { Env } from "../vendor.ts";
import type { GithubAccount, GithubRepo } from "./account.ts";
import type { Write } from "./write-context.ts";
import {
  createComment,
  createIssue,
  deleteComment,
  issueOf,
  listComments,
  updateComment,
  updateIssue,
} from "./write-issues.ts";
import { lockPull, updateBranch, updatePull } from "./write-pulls.ts";
import { createReview, dismissReview, listReviews, updateReview } from "./write-reviews.ts";
import { createStatus, dispatchWorkflow, runsOf, statusesOf, workflowOf } from "./write-workflows.ts";
import type { Paged } from "./paging.ts";
import type { Written } from "./written.ts";

type Ctx = Context<Env<GithubAccount>>;
export type WriteRoutes = {
  repoFor: (c: Ctx) => GithubRepo;
  writtenFor: (c: Ctx) => Written;
  /** Whom GitHub knows the token of a call as. */
  userFor: (c: Ctx) => SeedRow;
  now: () => Date;
};

export function addWriteRoutes(
  routes: Hono<Env<GithubAccount>>,
  { repoFor, writtenFor, userFor, now }: WriteRoutes,
): void {
  const write = (c: Ctx): Write => ({
    repo: repoFor(c),
    written: writtenFor(c),
    call: c.env.call,
    user: userFor(c),
    now: now(),
  });
  const repo = "/repos/:owner/:repo";

  routes.post(`${repo}/issues`, (c) => c.json(createIssue(write(c)), 201));
  routes.patch(`${repo}/issues/comments/:id`, (c) => c.json(updateComment(write(c), at(c, "id"))));
  routes.delete(`${repo}/issues/comments/:id`, (c) => {
    deleteComment(write(c), at(c, "id"));
    return c.body(null, 204);
  });
  routes.get(`${repo}/issues/:number`, (c) => c.json(issueOf(repoFor(c), at(c, "number"))));
  routes.patch(`${repo}/issues/:number`, (c) => c.json(updateIssue(write(c), at(c, "number"))));
  routes.get(`${repo}/issues/:number/comments`, (c) =>
    send(c, listComments(repoFor(c), writtenFor(c), at(c, "number"), c.env.call)),
  );
  routes.post(`${repo}/issues/:number/comments`, (c) =>
    c.json(createComment(write(c), at(c, "number")), 201),
  );

  routes.patch(`${repo}/git/refs/heads/:branch`, (c) => c.json(updateBranch(write(c), at(c, "branch"))));

  const lock = `${repo}/issues/:number/lock`;
  routes.put(lock, (c) => {
    lockPull(write(c), at(c, "number"), true);
    return c.body(null, 204);
  });
  routes.delete(lock, (c) => {
    lockPull(write(c), at(c, "number"), false);
    return c.body(null, 204);
  });

  routes.patch(`${repo}/pulls/:number`, (c) => c.json(updatePull(write(c), at(c, "number"))));

  const reviews = `${repo}/pulls/:number/reviews`;
  routes.get(reviews, (c) => send(c, listReviews(repoFor(c), writtenFor(c), at(c, "number"), c.env.call)));
  routes.post(reviews, (c) => c.json(createReview(write(c), at(c, "number"))));
  routes.put(`${reviews}/:id`, (c) => c.json(updateReview(write(c), at(c, "id"))));
  routes.put(`${reviews}/:id/dismissals`, (c) => c.json(dismissReview(write(c), at(c, "id"))));

  const workflow = `${repo}/actions/workflows/:workflow`;
  routes.get(workflow, (c) => c.json(workflowOf(at(c, "workflow"))));
  routes.get(`${workflow}/runs`, (c) => {
    const { body, headers } = runsOf(repoFor(c), at(c, "workflow"), c.env.call);
    return c.json(body, 200, headers);
  });
  routes.post(`${workflow}/dispatches`, (c) => {
    const details = dispatchWorkflow(write(c), at(c, "workflow"));
    return details === undefined ? c.body(null, 204) : c.json(details);
  });

  routes.post(`${repo}/statuses/:sha`, (c) => c.json(createStatus(write(c), at(c, "sha")), 201));
  routes.get(`${repo}/commits/:sha/statuses`, (c) =>
    send(c, statusesOf(repoFor(c), writtenFor(c), at(c, "sha"), c.env.call)),
  );
}

function send(c: Ctx, { items, headers }: Paged<SeedRow>): Response {
  return c.json(items, 200, headers);
}

function at(c: Ctx, name: string): string {
  return c.req.param(name) ?? "";
}
