/** Workflow runs: `total_count` beside the page, `created` as a range, 1000 runs at most once filtered. */
import { type SeedRow, textAt } from "../../row.ts";
import { microsOf } from "../time-index.ts";
import { type Call, Refusal } from "../vendor.ts";
import type { GithubRepo } from "./account.ts";
import { allowOnly, pageOf } from "./paging.ts";

const FILTERS = ["actor", "branch", "event", "status", "created", "head_sha"];
const FILTERED_CAP = 1000;

/**
 * GET /repos/{owner}/{repo}/actions/runs, newest first. GitHub lists only the last attempt of a run; every
 * attempt that the seed holds is listed, because each is what GitHub answered at some moment.
 */
export function listRuns(repo: GithubRepo, call: Call): { body: SeedRow; headers: Record<string, string> } {
  allowOnly(call, ...FILTERS, "exclude_pull_requests", "check_suite_id");
  const { params } = call;
  const created = createdTest(params.get("created"));
  const wanted = (name: string, ...values: (string | undefined)[]) => {
    const asked = params.get(name);
    return asked === null || values.includes(asked);
  };
  const found = repo.runs.filter(
    ({ row, at }) =>
      created(at) &&
      wanted("actor", textAt(row, "actor", "login")) &&
      wanted("branch", textAt(row, "head_branch")) &&
      wanted("event", textAt(row, "event")) &&
      wanted("status", textAt(row, "status"), textAt(row, "conclusion")) &&
      wanted("head_sha", textAt(row, "head_sha")),
  );
  const filtered = FILTERS.some((name) => params.has(name));
  const page = pageOf(call, found, { repo_id: repo.id, ...(filtered ? { cap: FILTERED_CAP } : {}) });
  return {
    body: { total_count: found.length, workflow_runs: page.items.map(({ row }) => row) },
    headers: page.headers,
  };
}

/** GitHub's date search: `A..B` (both inclusive, `*` is open), `>=A`, `>A`, `<=A`, `<A`, or a day. */
function createdTest(text: string | null): (at: number) => boolean {
  if (text === null) return () => true;
  const range = /^(.+)\.\.(.+)$/.exec(text);
  if (range !== null) {
    const from = range[1] === "*" ? -Infinity : edge(range[1], "start");
    const to = range[2] === "*" ? Infinity : edge(range[2], "end");
    return (at) => at >= from && at <= to;
  }
  const [, operator, value] = /^(>=|<=|>|<|)(.+)$/.exec(text) ?? [];
  switch (operator) {
    case ">=":
      return (at) => at >= edge(value, "start");
    case "<=":
      return (at) => at <= edge(value, "end");
    case ">":
      return (at) => at > edge(value, "end");
    case "<":
      return (at) => at < edge(value, "start");
    default:
      return (at) => at >= edge(value, "start") && at <= edge(value, "end");
  }
}

const DAY_US = 86_400_000_000;

/** A bare day stands for its first or its last moment; a time for the whole second. */
function edge(text: string | undefined, side: "start" | "end"): number {
  const is_day = /^\d{4}-\d{2}-\d{2}$/.test(text ?? "");
  const at = microsOf(is_day ? `${text}T00:00:00Z` : text);
  if (at === undefined)
    throw new Refusal(422, { message: `Invalid date in created: ${text}`, status: "422" });
  return side === "start" ? at : at + (is_day ? DAY_US : 1_000_000) - 1;
}
