/**
 * Deployments with their latest status.
 * Upstream: GET /repos/{owner}/{repo}/deployments, newest first without a lower bound, and per deployment
 * GET /repos/{owner}/{repo}/deployments/{id}/statuses.
 */
import { z } from "zod";

import { at, id, text, time } from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable } from "../../src/contracts/table.ts";
import type { GithubClient } from "./client.ts";
import { withStatuses } from "./deployment-statuses.ts";
import { eachRepo } from "./each-repo.ts";
import { newestFirst } from "./newest-first.ts";
import { readItem } from "./read-item.ts";
import { repoOf } from "./repo-of.ts";
import { unwrap } from "./unwrap.ts";

const Status = z.object({ state: lenient.maybeText, created_at: lenient.maybeTime });

const Deployment = z.object({
  id: lenient.anId,
  sha: lenient.maybeText,
  ref: lenient.maybeText,
  environment: lenient.maybeText,
  task: lenient.maybeText,
  creator: lenient.maybeObject({ login: lenient.maybeText }),
  created_at: lenient.aTime,
  updated_at: lenient.maybeTime,
  /** Not the vendor's: the answer of the second endpoint, put beside the deployment. */
  statuses: z.array(Status).nullable().catch(null),
});

/** What a `deployment_status` webhook has beside its deployment. */
const Webhook = z.object({ deployment_status: Status.nullable().catch(null) });

export const githubDeployments = defineTable({
  name: "github_deployments",
  grain: "one deployment",
  key: ["repo", "deployment_id"],
  time: "deployed_at",
  time_moves: false,
  // For the status, which changes while a deployment goes on.
  lookback_minutes: 24 * 60,
  row: z.object({
    repo: id("owner/name, as configured"),
    deployment_id: id("GitHub's id"),
    sha: text("Commit that was deployed; joins to github_commits.sha"),
    ref: text("Branch, tag or SHA that was asked for"),
    environment: text("production, staging and so on, as the deployer names it"),
    task: text("deploy, or what else the deployer was told to do"),
    state: text(
      "Latest status: success, failure, error, inactive, in_progress, queued, pending; null before the first",
    ),
    creator: text("Login of who or what deployed"),
    deployed_at: time("When the deployment was created"),
    updated_at: at("When it last changed"),
  }),
  map(item, context) {
    const deployment = readItem(Deployment, unwrap(item, "deployment"));
    const beside = readItem(Webhook, item).deployment_status;
    return [
      {
        repo: repoOf(item, context),
        deployment_id: deployment.id,
        sha: deployment.sha,
        ref: deployment.ref,
        environment: deployment.environment,
        task: deployment.task,
        state: beside?.state ?? latest(deployment.statuses),
        creator: deployment.creator?.login ?? null,
        deployed_at: deployment.created_at,
        updated_at: deployment.updated_at,
      },
    ];
  },
  feed: {
    slicing: { kind: "since" },
    endpoint: "GET /repos/{owner}/{repo}/deployments",
    scope: "Deployments: read (classic token: repo)",
    pull: (client: GithubClient, window, context) =>
      lenient.oddFieldsTold(
        eachRepo(client, context, {
          endpoint: "deployments",
          async *read(repo) {
            const list = { params: { per_page: 100 }, signal: context.signal };
            for await (const page of newestFirst(
              client,
              `/repos/${repo}/deployments`,
              list,
              "created_at",
              window.from,
            )) {
              yield { ...page, items: await withStatuses(client, repo, page.items, context) };
            }
          },
        }),
        Deployment,
        context.warn,
      ),
  },
});

/** GitHub lists the newest first, and recordings exist where it does not: the time decides. */
function latest(statuses: z.output<typeof Status>[] | null): string | null {
  const [newest] = (statuses ?? []).toSorted((a, b) =>
    (b.created_at ?? "").localeCompare(a.created_at ?? ""),
  );
  return newest?.state ?? null;
}
