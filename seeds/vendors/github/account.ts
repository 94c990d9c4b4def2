/** What a GitHub token may see: repositories with their commits, pull requests, deployments, runs and issues. */
import { createHash } from "node:crypto";

import { numberAt, rowsAt, type SeedRow, served, textAt } from "../../row.ts";
import { newestFirst, type Timed } from "../time-index.ts";
import { issueOfPull } from "./issue-shape.ts";
import { deploymentOf, pullOf, repoOf, shaOf } from "./places.ts";

export type GithubRepo = {
  id: number;
  full_name: string;
  commits: Timed[];
  pulls: Timed[];
  deployments: Timed[];
  runs: Timed[];
  /** Issues and, as GitHub has it, pull requests. */
  issues: Timed[];
  commitBySha: Map<string, SeedRow>;
  pullByNumber: Map<string, SeedRow>;
  deploymentById: Map<string, SeedRow>;
  filesOfCommit: (commit: SeedRow) => SeedRow[];
  filesOfPull: (pull: SeedRow) => SeedRow[];
  statusesOf: (deployment: SeedRow) => SeedRow[];
};

/** `repos` by `owner/name` in lower case. */
export type GithubAccount = { seed: string; token: string; repos: Map<string, GithubRepo> };

type Tables = ReadonlyMap<string, SeedRow[]>;

/**
 * The repositories by name in lower case. Rows that name none are in `place` (the seed's `in.github`), else in
 * the only repository that other rows name, else in `invented`.
 */
export function githubRepos(
  tables: Tables,
  place: string | undefined,
  invented: string,
): Map<string, GithubRepo> {
  const fallback = place ?? onlyRepo(tables) ?? invented;
  const byRepo = new Map<string, Map<string, SeedRow[]>>();
  for (const [table, rows] of tables) {
    if (!table.startsWith("github_")) continue;
    for (const row of rows) {
      const name = repoOf(row) ?? fallback;
      const own = byRepo.get(name) ?? new Map<string, SeedRow[]>();
      byRepo.set(name, own);
      const group = own.get(table);
      if (group === undefined) own.set(table, [row]);
      else group.push(row);
    }
  }
  return new Map([...byRepo].map(([name, own]) => [name.toLowerCase(), githubRepo(name, own)]));
}

function onlyRepo(tables: Tables): string | undefined {
  const named = new Set(
    [...tables].flatMap(([table, rows]) => (table.startsWith("github_") ? rows.map(repoOf) : [])),
  );
  named.delete(undefined);
  return named.size === 1 ? [...named][0] : undefined;
}

function githubRepo(full_name: string, tables: Tables): GithubRepo {
  const raw = (table: string) => tables.get(table) ?? [];
  const rows = (table: string) => raw(table).map(served);
  const pulls = rows("github_pull_requests");
  const numbers = new Set(raw("github_issues").map((row) => numberAt(row, "number")));
  const issues = [
    ...rows("github_issues"),
    ...pulls.filter((pull) => !numbers.has(numberAt(pull, "number"))).map(issueOfPull),
  ];
  const commitFiles = groupRows(raw("github_commit_files"), shaOf);
  const pullFiles = groupRows(raw("github_pull_request_files"), (file) => {
    const { number, head_sha } = pullOf(file);
    return number === undefined ? head_sha : String(number);
  });
  const statuses = groupRows(raw("github_deployment_statuses"), deploymentOf);
  const commits = rows("github_commits");
  const deployments = rows("github_deployments");
  return {
    id: createHash("sha256").update(full_name).digest().readUInt32BE(0),
    full_name,
    commits: newestFirst(commits, commitTime, (row) => textAt(row, "sha") ?? ""),
    pulls: newestFirst(pulls, createdAt, idOf),
    deployments: newestFirst(deployments, createdAt, idOf),
    runs: newestFirst(
      rows("github_workflow_runs"),
      createdAt,
      (row) => `${idOf(row)}:${textAt(row, "run_attempt") ?? 1}`,
    ),
    issues: newestFirst(issues, createdAt, idOf),
    commitBySha: mapBy(commits, "sha"),
    pullByNumber: mapBy(pulls, "number"),
    deploymentById: mapBy(deployments, "id"),
    filesOfCommit: (commit) => [
      ...rowsAt(commit, "files"),
      ...(commitFiles.get(textAt(commit, "sha") ?? "") ?? []),
    ],
    filesOfPull: (pull) => [
      ...rowsAt(pull, "files"),
      ...(pullFiles.get(textAt(pull, "number") ?? "") ??
        pullFiles.get(textAt(pull, "head", "sha") ?? "") ??
        []),
    ],
    statusesOf: (deployment) => [
      ...rowsAt(deployment, "statuses"),
      ...(statuses.get(textAt(deployment, "id") ?? "") ?? []),
      ...impliedStatus(deployment),
    ],
  };
}

function mapBy(rows: readonly SeedRow[], field: string): Map<string, SeedRow> {
  return new Map(rows.map((row) => [textAt(row, field) ?? "", row]));
}

function commitTime(commit: SeedRow): unknown {
  return textAt(commit, "commit", "committer", "date") ?? textAt(commit, "commit", "author", "date");
}

function idOf(row: SeedRow): string {
  return textAt(row, "id") ?? textAt(row, "number") ?? "";
}

function createdAt(row: SeedRow): unknown {
  return row["created_at"];
}

/** A deployment has no state of its own; a seed that writes one into it means its only status. */
function impliedStatus(deployment: SeedRow): SeedRow[] {
  const state = textAt(deployment, "state");
  if (state === undefined || rowsAt(deployment, "statuses").length > 0) return [];
  const at = deployment["updated_at"] ?? deployment["created_at"];
  const { environment, creator, id } = deployment;
  return [{ id, state, environment, creator, description: "", created_at: at, updated_at: at }];
}

function groupRows(
  rows: readonly SeedRow[],
  keyOf: (row: SeedRow) => string | undefined,
): Map<string, SeedRow[]> {
  const groups = new Map<string, SeedRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), served(row)]);
  }
  return groups;
}
