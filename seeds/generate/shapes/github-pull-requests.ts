import { idOf } from "../random.ts";
import { isoSeconds } from "../times.ts";
import { diffEntry, githubUser, sum, type FileFacts } from "./github-commits.ts";

/** A pull request as its detail endpoint gives it; `files` is what its files endpoint lists. */
export function githubPullRequest(pull: {
  repo: string;
  number: number;
  title: string;
  body: string;
  author: string;
  head_sha: string;
  head_ref: string;
  base_sha: string | null;
  created_at: number;
  merged_at: number | null;
  updated_at: number;
  merge_sha: string | null;
  files: FileFacts[];
  draft?: boolean;
}) {
  const { repo, number, files } = pull;
  const [owner = repo, name = repo] = repo.split("/");
  const merged_at = pull.merged_at === null ? null : isoSeconds(pull.merged_at);
  const side = (ref: string, sha: string | null) => ({
    label: `${owner}:${ref}`,
    ref,
    sha,
    repo: { id: Number.parseInt(idOf(repo, 7), 16), name, full_name: repo },
  });
  return {
    url: `https://api.github.com/repos/${repo}/pulls/${number}`,
    id: Number.parseInt(idOf(`${repo}#${number}`, 8), 16),
    node_id: `PR_${idOf(`${repo}#${number}`, 14)}`,
    html_url: `https://github.com/${repo}/pull/${number}`,
    number,
    state: merged_at === null ? "open" : "closed",
    locked: false,
    title: pull.title,
    user: githubUser(pull.author),
    body: pull.body,
    labels: [],
    draft: pull.draft ?? false,
    created_at: isoSeconds(pull.created_at),
    updated_at: isoSeconds(pull.updated_at),
    closed_at: merged_at,
    merged_at,
    merge_commit_sha: pull.merge_sha,
    head: side(pull.head_ref, pull.head_sha),
    base: side("main", pull.base_sha),
    author_association: "MEMBER",
    merged: merged_at !== null,
    comments: 0,
    commits: 1,
    additions: sum(files, "additions"),
    deletions: sum(files, "deletions"),
    changed_files: files.length,
    files: files.map((file) => diffEntry(repo, pull.head_sha, file)),
  };
}
