/** The repository `acme/shop` of a seed, and rows as GitHub writes them. */
import type { SeedRow } from "../../../../seeds/row.ts";
import { clientOf, type Get, listOf, minute, nextLink, seedOf, serve } from "../serve-rows.ts";

export const REPO = "/repos/acme/shop";

export function sha(index: number): string {
  return index.toString(16).padStart(40, "a");
}

export function commit(index: number, more: SeedRow = {}): SeedRow {
  return {
    sha: sha(index),
    commit: {
      message: `change ${index}`,
      author: { name: "dev-a", date: minute(index) },
      committer: { date: minute(index) },
    },
    author: { login: "dev-a" },
    files: [{ filename: `src/file${index}.ts`, additions: 2, deletions: 1, status: "modified" }],
    ...more,
  };
}

export function pull(number: number, more: SeedRow = {}): SeedRow {
  return {
    id: 5000 + number,
    number,
    title: `change ${number}`,
    state: "closed",
    user: { login: "dev-a" },
    created_at: minute(number),
    updated_at: minute(500 - number),
    merged_at: minute(number + 1),
    merge_commit_sha: sha(number),
    head: { sha: sha(number + 1), ref: "topic" },
    base: { ref: "main", repo: { full_name: "acme/shop" } },
    additions: 9,
    changed_files: 4,
    ...more,
  };
}

export async function walk(
  ask: Get,
  path: string,
  query: Record<string, string> = {},
  key?: string,
): Promise<SeedRow[][]> {
  const pages: SeedRow[][] = [];
  let answer = await ask(path, query);
  for (;;) {
    pages.push(listOf(answer.body, key));
    const next = nextLink(answer.headers);
    if (next === undefined) return pages;
    answer = await ask(next);
  }
}

export async function shop(tables: Record<string, SeedRow[]>) {
  const servers = await serve([seedOf("s", tables, { github: "acme/shop" })]);
  return { servers, ask: clientOf(servers, "github") };
}
