/** What was written into the loopback GitHub since it started, beside the seeds, which stay as they are. */
import { numberAt, type SeedRow, textAt } from "../../row.ts";
import { newestFirst } from "../time-index.ts";
import { Refusal } from "../vendor.ts";
import type { GithubRepo } from "./account.ts";

export type Written = {
  /** New issues, and seed issues as they are after a change. */
  issues: Map<number, SeedRow>;
  /** Comments by id, each with the number of its issue or pull request in `_in`. */
  comments: Map<number, SeedRow>;
  reviews: Map<number, SeedRow>;
  /** Commit statuses, each with its SHA in `_in`. */
  statuses: SeedRow[];
  runs: SeedRow[];
  /** Commits that branches were moved to. */
  heads: Map<string, string>;
  /** By number. */
  pull_states: Map<string, string>;
  /** Pull requests by number whose conversation was locked, or opened again. */
  locks: Map<string, boolean>;
  last_id: number;
};

export type WrittenStore = { of: (seed: string, full_name: string) => Written };

/** Ids of seeds are below. */
const FIRST_ID = 9_000_000_000;

export function writtenStore(): WrittenStore {
  const all = new Map<string, Written>();
  return {
    of(seed, full_name) {
      const key = `${seed}\n${full_name.toLowerCase()}`;
      const known = all.get(key) ?? {
        issues: new Map<number, SeedRow>(),
        comments: new Map<number, SeedRow>(),
        reviews: new Map<number, SeedRow>(),
        statuses: [],
        runs: [],
        heads: new Map<string, string>(),
        pull_states: new Map<string, string>(),
        locks: new Map<string, boolean>(),
        last_id: FIRST_ID,
      };
      all.set(key, known);
      return known;
    },
  };
}

/** The repository with what was written into it. */
export function withWritten(repo: GithubRepo, { issues, runs }: Written): GithubRepo {
  if (issues.size === 0 && runs.length === 0) return repo;
  const old = repo.issues.map(({ row }) => row).filter((row) => !issues.has(numberAt(row, "number") ?? -1));
  return {
    ...repo,
    issues: newestFirst([...old, ...issues.values()], (row) => row["created_at"], idOf),
    runs: newestFirst([...repo.runs.map(({ row }) => row), ...runs], (row) => row["created_at"], idOf),
  };
}

export function nextId(written: Written): number {
  written.last_id += 1;
  return written.last_id;
}

export function nextNumber(repo: GithubRepo): number {
  return Math.max(0, ...repo.issues.map(({ row }) => numberAt(row, "number") ?? 0)) + 1;
}

/** GitHub's longest body, of issues, comments and reviews. */
const LONGEST = 65_536;

export function validBody(resource: string, body: string): string {
  if (body.length <= LONGEST) return body;
  throw invalid(resource, "body", `body is too long (maximum is ${LONGEST} characters)`);
}

/** 422 in GitHub's words. */
export function invalid(resource: string, field: string, message?: string): Refusal {
  const error =
    message === undefined
      ? { resource, code: "missing_field", field }
      : { resource, code: "custom", field, message };
  return new Refusal(422, { message: "Validation Failed", errors: [error], status: "422" });
}

export function missing(): Refusal {
  return new Refusal(404, {
    message: "Not Found",
    documentation_url: "https://docs.github.com/rest",
    status: "404",
  });
}

function idOf(row: SeedRow): string {
  return textAt(row, "id") ?? textAt(row, "number") ?? "";
}
