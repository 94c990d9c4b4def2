/** Pull requests: the list without sizes, one with them, its files. */
import { numberAt, type SeedRow, textAt, without } from "../../row.ts";
import { microsOf, type Timed } from "../time-index.ts";
import { type Call, Refusal } from "../vendor.ts";
import type { GithubRepo } from "./account.ts";
import { allowOnly, pageOf, type Paged } from "./paging.ts";

/** What only a single pull request has. */
const DETAIL = new Set(
  (
    "files additions deletions changed_files commits comments review_comments merged merged_by mergeable " +
    "mergeable_state rebaseable maintainer_can_modify"
  ).split(" "),
);
const FILES = new Set(["files"]);
const WITHOUT_MERGE_COMMIT = "2026-03-10";

/** GET /repos/{owner}/{repo}/pulls: open ones unless asked otherwise; no `since`. */
export function listPulls(repo: GithubRepo, call: Call): Paged<SeedRow> {
  allowOnly(call, "state", "head", "base", "sort", "direction");
  const state = call.params.get("state") ?? "open";
  const base = call.params.get("base");
  const found = repo.pulls.filter(
    ({ row }) =>
      (state === "all" || (textAt(row, "state") ?? "open") === state) &&
      (base === null || textAt(row, "base", "ref") === base),
  );
  const sort = call.params.get("sort") ?? "created";
  // The default direction depends on the sort.
  const direction = call.params.get("direction") ?? (sort === "created" ? "desc" : "asc");
  const page = pageOf(call, sorted(found, sort, direction), { repo_id: repo.id });
  return { ...page, items: page.items.map(({ row }) => versioned(without(row, DETAIL), call)) };
}

/** Rows that were sorted by creation, newest first, in the order asked for. */
export function sorted(rows: readonly Timed[], sort: string, direction: string): readonly Timed[] {
  if (!["created", "updated"].includes(sort)) {
    throw new Refusal(422, { message: `the loopback server does not sort by ${sort}`, status: "422" });
  }
  const by = (entry: Timed) =>
    sort === "created" ? entry.at : (microsOf(entry.row["updated_at"]) ?? entry.at);
  const newest = sort === "created" ? rows : rows.toSorted((a, b) => by(b) - by(a));
  return direction === "asc" ? newest.toReversed() : newest;
}

/** GET /repos/{owner}/{repo}/pulls/{number} */
export function getPull(repo: GithubRepo, number: string, call: Call): SeedRow {
  allowOnly(call);
  const pull = pullByNumber(repo, number);
  const files = repo.filesOfPull(pull);
  const sum = (field: string) => files.reduce((total, file) => total + (numberAt(file, field) ?? 0), 0);
  const sizes = { additions: sum("additions"), deletions: sum("deletions"), changed_files: files.length };
  const merged = textAt(pull, "merged_at") !== undefined;
  return versioned({ merged, ...sizes, ...without(pull, FILES) }, call);
}

/** GET /repos/{owner}/{repo}/pulls/{number}/files: 3000 at most. */
export function listPullFiles(repo: GithubRepo, number: string, call: Call): Paged<SeedRow> {
  allowOnly(call);
  return pageOf(call, repo.filesOfPull(pullByNumber(repo, number)), { cap: 3000, repo_id: repo.id });
}

function pullByNumber(repo: GithubRepo, number: string): SeedRow {
  const pull = repo.pullByNumber.get(number);
  if (pull === undefined) throw new Refusal(404, { message: "Not Found", status: "404" });
  return pull;
}

/** The newest API version has no merge commit on pull requests. */
function versioned(pull: SeedRow, call: Call): SeedRow {
  if (call.headers.get("x-github-api-version") !== WITHOUT_MERGE_COMMIT) return pull;
  return without(pull, new Set(["merge_commit_sha"]));
}
