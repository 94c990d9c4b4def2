/** A whole Sentinel against a loopback GitHub with open pull requests, whose files have a history or none. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import type { SeedRow } from "../../seeds/row.ts";
import type { FaultPlan } from "../../seeds/vendors/faults.ts";
import { openSentinel, type Sentinel } from "../../src/main.ts";
import { assessPull, type PullAssessment } from "../../src/jobs/assess-pull.ts";
import { listOf, seedOf, serve } from "../seeds/vendors/serve-rows.ts";

export const REPO = "acme/shop";
/** A file whose one merge was followed by much, and one that was never merged. */
export const LOUD = "src/loud.ts";
export const NEW = "src/new.ts";
export const sha = (n: number): string => n.toString(16).padEnd(40, "0");

const DAY_MS = 86_400_000;

/** An open pull request of a branch of its own in the repository itself. */
export function pull(number: number, paths: string[], more: SeedRow = {}): SeedRow {
  return {
    id: 500 + number,
    number,
    title: "a change",
    state: "open",
    draft: false,
    user: { login: "dev-a", id: 77, type: "User" },
    created_at: "2026-03-01T10:00:00Z",
    updated_at: "2026-03-01T10:00:00Z",
    head: { sha: sha(number), ref: `topic-${number}`, label: `acme:topic-${number}` },
    base: { ref: "main", repo: { full_name: REPO } },
    files: paths.map((filename) => ({ filename, status: "modified", additions: 1, deletions: 0 })),
    ...more,
  };
}

export type GithubWorld = Awaited<ReturnType<typeof openGithubWorld>>;

export async function openGithubWorld(
  pulls: SeedRow[],
  options: { faults?: FaultPlan[]; settings?: object; env?: Record<string, string> } = {},
) {
  const tables = { github_pull_requests: pulls };
  const servers = await serve([seedOf("s", tables, { github: REPO })], { faults: options.faults ?? [] });
  const folder = mkdtempSync(join(tmpdir(), "sentinel-pull-"));
  const settings = join(folder, "settings.json");
  writeFileSync(settings, JSON.stringify(options.settings ?? {}));
  const env: Record<string, string> = { ...servers.env[0], ...options.env };
  const home = join(folder, "home");
  const open = (): Promise<Sentinel> =>
    openSentinel({ home, settings, quiet: true, environment: (name) => env[name] });
  let sentinel = await open();
  await addHistory(sentinel);
  onTestFinished(async () => {
    await sentinel.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const token = env["GITHUB_TOKEN"] ?? "";
  /** The API as another person, or the token's own account by hand, sees it. */
  const as = async (login: string | undefined, method: string, path: string, body?: unknown) => {
    const response = await fetch(`${env["GITHUB_API_URL"]}/repos/${REPO}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}${login === undefined ? "" : `:${login}`}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  };
  return {
    get sentinel() {
      return sentinel;
    },
    env: { ...env, SENTINEL_HOME: home, SENTINEL_SETTINGS: settings },
    as,
    push: (number: number, to: string) =>
      as("dev-a", "PATCH", `/git/refs/heads/topic-${number}`, { sha: to, force: true }),
    comments: async (number: number) => listOf(await as(undefined, "GET", `/issues/${number}/comments`)),
    statuses: async (commit: string) => listOf(await as(undefined, "GET", `/commits/${commit}/statuses`)),
    reviews: async (number: number) => listOf(await as(undefined, "GET", `/pulls/${number}/reviews`)),
    /** By a process of its own each time, which remembers nothing and waits for no other's writes. */
    async tell(number: number): Promise<PullAssessment> {
      await sentinel.close();
      sentinel = await open();
      return assessPull(sentinel, { repo: REPO, number }, { at: sentinel.now(), post: true });
    },
    writes: () => servers.requests().filter(({ method }) => method !== "GET").length,
  };
}

/** What became of one of the things to say. */
export const toldOf = ({ told }: PullAssessment, action: string) =>
  told?.find((one) => one.action === action);

async function addHistory(sentinel: Sentinel): Promise<void> {
  const live_at = new Date(sentinel.now().getTime() - 2 * DAY_MS).toISOString();
  const merge = { connection: "default", repo: REPO, sha: sha(1) };
  const { db } = sentinel.state();
  await db
    .insertInto("risk_merges")
    .values({
      ...merge,
      number: 3,
      title: "a merge",
      committed_at: live_at,
      live_at,
      files: 1,
      hours: 24,
      cost_usd: 9,
      errors: 40,
      measured_at: live_at,
    })
    .execute();
  await db
    .insertInto("file_risk_history")
    .values({ ...merge, path: LOUD, previous_path: null, cost_usd: 9, errors: 40 })
    .execute();
}
