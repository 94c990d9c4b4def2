/** Deployments, and their statuses at an endpoint of their own. */
import { type SeedRow, textAt, without } from "../../row.ts";
import { microsOf } from "../time-index.ts";
import { type Call, Refusal } from "../vendor.ts";
import type { GithubRepo } from "./account.ts";
import { allowOnly, pageOf, type Paged } from "./paging.ts";

const FILTERS = ["sha", "ref", "task", "environment"];
const STATUS_PARTS = new Set(["statuses", "state"]);

/** GET /repos/{owner}/{repo}/deployments, newest first. */
export function listDeployments(repo: GithubRepo, call: Call): Paged<SeedRow> {
  allowOnly(call, ...FILTERS);
  const found = repo.deployments.filter(({ row }) =>
    FILTERS.every((name) => {
      const asked = call.params.get(name);
      return asked === null || asked === "none" || textAt(row, name) === asked;
    }),
  );
  const page = pageOf(call, found, { repo_id: repo.id });
  return { ...page, items: page.items.map(({ row }) => without(row, STATUS_PARTS)) };
}

/** GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses, newest first. */
export function listStatuses(repo: GithubRepo, id: string, call: Call): Paged<SeedRow> {
  allowOnly(call);
  const statuses = repo.statusesOf(findDeployment(repo, id));
  return pageOf(
    call,
    statuses.toSorted((a, b) => createdAt(b) - createdAt(a)),
    { repo_id: repo.id },
  );
}

function createdAt(status: SeedRow): number {
  return microsOf(status["created_at"]) ?? 0;
}

/** GET /repos/{owner}/{repo}/deployments/{deployment_id} */
export function getDeployment(repo: GithubRepo, id: string): SeedRow {
  return without(findDeployment(repo, id), STATUS_PARTS);
}

function findDeployment(repo: GithubRepo, id: string): SeedRow {
  const row = repo.deploymentById.get(id);
  if (row === undefined) throw new Refusal(404, { message: "Not Found", status: "404" });
  return row;
}
