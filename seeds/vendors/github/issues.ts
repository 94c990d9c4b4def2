/** GET /repos/{owner}/{repo}/issues: issues and pull requests, by creation or last change. */
import { rowsAt, type SeedRow, textAt } from "../../row.ts";
import { microsOf } from "../time-index.ts";
import type { Call } from "../vendor.ts";
import type { GithubRepo } from "./account.ts";
import { timeParameter } from "./commits.ts";
import { allowOnly, pageOf, type Paged } from "./paging.ts";
import { sorted } from "./pulls.ts";

/** `since` is inclusive and of `updated_at`. */
export function listIssues(repo: GithubRepo, call: Call): Paged<SeedRow> {
  allowOnly(call, "state", "creator", "labels", "sort", "direction", "since");
  const { params } = call;
  const since = timeParameter(call, "since") ?? -Infinity;
  const state = params.get("state") ?? "open";
  const creator = params.get("creator");
  const labels = params.get("labels")?.split(",") ?? [];
  const found = repo.issues.filter(
    ({ row, at }) =>
      (state === "all" || (textAt(row, "state") ?? "open") === state) &&
      (microsOf(row["updated_at"]) ?? at) >= since &&
      (creator === null || textAt(row, "user", "login") === creator) &&
      labels.every((label) => labelsOf(row).includes(label)),
  );
  const order = sorted(found, params.get("sort") ?? "created", params.get("direction") ?? "desc");
  const page = pageOf(call, order, { repo_id: repo.id });
  return { ...page, items: page.items.map(({ row }) => row) };
}

function labelsOf(row: SeedRow): (string | undefined)[] {
  return rowsAt(row, "labels").map((label) => textAt(label, "name"));
}
