/** The command as a shell runs it, on imported rows. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { sentinel } from "../cli/sentinel.ts";

const HOUR_MS = 3_600_000;
const END = Date.parse("2026-03-02T12:00:00Z");
const ago = (hours: number) => new Date(END - hours * HOUR_MS).toISOString();
const sha = (digit: string) => digit.repeat(40);
const MOMENT = ["--at", "2026-03-02T12:00:00Z"];

let cwd: string;
const run = (...args: string[]) => sentinel(args, { cwd, env: { SENTINEL_HOME: "home" } });

const commit = (digit: string, hours: number, filename: string) => ({
  sha: sha(digit),
  commit: { message: `a change (#${digit})`, committer: { date: ago(hours) } },
  parents: [],
  files: [{ filename, additions: 1, deletions: 0 }],
});
const call = (hours: number, cost: number, level: string) => ({
  id: `o${hours}`,
  traceId: `t${hours}`,
  type: "GENERATION",
  name: "answer",
  traceName: "desk",
  startTime: ago(hours),
  level,
  model: "gpt-4o",
  totalCost: String(cost),
});
const pull = (number: number, filename: string) => ({
  number,
  title: "`rm -rf`",
  state: "open",
  user: { login: "dev-a", type: "User" },
  head: { label: "acme:branch", ref: "branch", sha: sha("c") },
  updated_at: ago(1),
  files: [{ filename, status: "modified", additions: 1, deletions: 0 }],
});

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "sentinel-risk-"));
  const write = (name: string, rows: unknown[]) =>
    writeFileSync(join(cwd, name), rows.map((row) => JSON.stringify(row)).join("\n"));
  write("commits.ndjson", [commit("1", 300, "calm.ts"), commit("2", 30, "loud.ts")]);
  write(
    "calls.ndjson",
    Array.from({ length: 20 * 24 }, (_, hours) =>
      hours < 30 ? call(hours, 3, "ERROR") : call(hours, 0.1, "DEFAULT"),
    ),
  );
  write("pulls.ndjson", [pull(7, "loud.ts"), pull(8, "new.ts")]);
  for (const [table, file] of [
    ["github_commits", "commits.ndjson"],
    ["langfuse_observations", "calls.ndjson"],
    ["github_pull_requests", "pulls.ndjson"],
  ] as const) {
    const { code, stderr } = await run("import", table, file, "--in", "acme/shop");
    if (code !== 0) throw new Error(stderr);
  }
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

it("shows the riskiest files with each term", async () => {
  const { stdout, code } = await run("risk", "history", "acme/shop", "--json", ...MOMENT);
  const { files } = JSON.parse(stdout) as { files: { path: string; terms: Record<string, number> }[] };
  expect(code).toBe(0);
  expect(files[0]).toMatchObject({ path: "loud.ts", terms: { cost_points: 50, score: 100 } });
  expect(files.find(({ path }) => path === "calm.ts")?.terms["score"] ?? 0).toBeLessThan(1);
});

it("prints the comment, and ends with 3 when the risk is high and that is asked for", async () => {
  const high = await run("risk", "acme/shop#7", "--dry-run", "--exit-code", ...MOMENT);
  expect(high.stdout).toMatch(/^\*\*High risk: 100 of 100/);
  expect(high.code).toBe(3);
  expect((await run("risk", "acme/shop#7", ...MOMENT)).code).toBe(0);
  const none = await run("risk", "acme/shop#8", "--exit-code", ...MOMENT);
  expect(none).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\*\*No history for these files/) as string,
  });
});

it("refuses what is no pull request, and one that nobody knows", async () => {
  expect(await run("risk", "shop#7")).toMatchObject({ code: 2 });
  const unknown = await run("risk", "acme/shop#99", ...MOMENT);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain("GITHUB_TOKEN");
});
