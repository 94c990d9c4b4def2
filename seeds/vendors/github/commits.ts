/** Commits: the list without files, one commit with its files and totals. */
import { numberAt, type SeedRow, textAt, without } from "../../row.ts";
import { microsOf, placesBetween } from "../time-index.ts";
import { type Call, Refusal } from "../vendor.ts";
import type { GithubRepo } from "./account.ts";
import { allowOnly, pageOf, type Paged } from "./paging.ts";

const DETAIL = new Set(["files", "stats"]);
/** Files of one answer; the rest follows by `Link`, up to 3000. */
const FILES_PER_PAGE = 300;
const MAX_FILES = 3000;

/** GET /repos/{owner}/{repo}/commits: `since` and `until` are both inclusive, of the committer's date. */
export function listCommits(repo: GithubRepo, call: Call): Paged<SeedRow> {
  allowOnly(call, "sha", "path", "author", "since", "until");
  const { params } = call;
  const until = timeParameter(call, "until");
  const places = placesBetween(
    repo.commits,
    timeParameter(call, "since"),
    until === undefined ? undefined : until + 1,
  );
  const ref = params.get("sha");
  if (ref !== null) places.start = Math.max(places.start, placeOfRef(repo, ref));
  const path = params.get("path");
  const author = params.get("author");
  const found = repo.commits
    .slice(places.start, places.end)
    .filter(({ row }) => author === null || textAt(row, "author", "login") === author)
    .filter(
      ({ row }) =>
        path === null || repo.filesOfCommit(row).some((file) => isUnder(textAt(file, "filename"), path)),
    );
  const page = pageOf(call, found, { repo_id: repo.id });
  return { ...page, items: page.items.map(({ row }) => without(row, DETAIL)) };
}

/** A branch starts with its newest commit: the seed has one line of history, whatever the branch is called. */
function placeOfRef(repo: GithubRepo, ref: string): number {
  if (!/^[0-9a-f]{7,64}$/.test(ref)) return 0;
  const place = repo.commits.findIndex(({ id }) => id.startsWith(ref));
  if (place < 0) throw new Refusal(404, { message: "Not Found", status: "404" });
  return place;
}

function isUnder(file: string | undefined, path: string): boolean {
  return file === path || (file?.startsWith(`${path.replace(/\/$/, "")}/`) ?? false);
}

/** GET /repos/{owner}/{repo}/commits/{sha} */
export function getCommit(
  repo: GithubRepo,
  sha: string,
  call: Call,
): { commit: SeedRow; headers: Record<string, string> } {
  allowOnly(call);
  const short = () => repo.commits.find(({ id }) => sha.length >= 7 && id.startsWith(sha))?.row;
  const commit = repo.commitBySha.get(sha) ?? short();
  if (commit === undefined)
    throw new Refusal(422, { message: `No commit found for SHA: ${sha}`, status: "422" });
  const all = repo.filesOfCommit(commit);
  const page = pageOf(call, all, {
    usual: FILES_PER_PAGE,
    max: FILES_PER_PAGE,
    cap: MAX_FILES,
    repo_id: repo.id,
  });
  return { commit: { stats: statsOf(all), ...commit, files: page.items }, headers: page.headers };
}

function statsOf(files: readonly SeedRow[]): SeedRow {
  const sum = (field: string) => files.reduce((total, file) => total + (numberAt(file, field) ?? 0), 0);
  const [additions, deletions] = [sum("additions"), sum("deletions")];
  return { additions, deletions, total: additions + deletions };
}

export function timeParameter({ params }: Call, name: string): number | undefined {
  const text = params.get(name);
  if (text === null) return undefined;
  const at = microsOf(text);
  if (at === undefined)
    throw new Refusal(422, { message: `Invalid value for ${name}: ${text}`, status: "422" });
  return at;
}
