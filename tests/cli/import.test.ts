import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, it } from "vitest";

import { sentinel } from "./sentinel.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "sentinel-import-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const observation = (id: string, usd: string) => ({
  id,
  traceId: "trace-1",
  type: "GENERATION",
  name: "answer",
  startTime: "2026-08-20T10:00:00.000Z",
  totalCost: usd,
  level: "DEFAULT",
});

const commit = (sha: string) => ({
  sha,
  commit: {
    message: `change ${sha}`,
    author: { name: "dev-a", date: "2026-08-20T10:00:00Z" },
    committer: { date: "2026-08-20T10:00:00Z" },
  },
  files: [{ filename: "src/prompt.ts", additions: 1, deletions: 0 }],
});

function write(name: string, lines: (object | string)[]): string {
  writeFileSync(
    join(cwd, name),
    lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
  );
  return name;
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const { stdout, stderr } = await sentinel(["sql", sql, "--json"], { cwd });
  if (stdout === "") throw new Error(stderr);
  return (JSON.parse(stdout) as { rows: Record<string, unknown>[] }).rows;
}

it("names file, line and reason of a bad line and stores nothing; --skip-bad keeps the good ones", async () => {
  const file = write("observations.ndjson", [
    observation("a", "0.5"),
    "{broken",
    { traceId: "no id" },
    observation("b", "0.25"),
  ]);
  const refused = await sentinel(["import", "langfuse_observations", file], { cwd });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("observations.ndjson:2:");
  expect(refused.stderr).toContain("observations.ndjson:3:");
  expect(await rows("select count(*) as n from langfuse_observations")).toEqual([{ n: 0 }]);

  const kept = await sentinel(["import", "langfuse_observations", file, "--skip-bad", "--json"], { cwd });
  expect(kept.code).toBe(0);
  expect(JSON.parse(kept.stdout)).toMatchObject({
    items: 2,
    rows: { langfuse_observations: 2 },
    bad: [{ line: 2 }, { line: 3 }],
  });
  expect(await rows("select sum(cost_usd) as usd from llm_cost_hourly")).toEqual([{ usd: 0.75 }]);
  const coverage = JSON.parse(
    (await sentinel(["coverage", "langfuse_observations", "--json"], { cwd })).stdout,
  ) as { rejected: number }[];
  expect(coverage.map(({ rejected }) => rejected)).toEqual([2]);
});

it("takes one JSON array, and fills the tables that the same items feed", async () => {
  writeFileSync(
    join(cwd, "commits.json"),
    JSON.stringify([commit("a".repeat(40)), { ...commit("b".repeat(40)), _in: "acme/other" }]),
  );
  const { code } = await sentinel(["import", "github_commits", "commits.json", "--in", "acme/shop"], { cwd });
  expect(code).toBe(0);
  expect(await rows("select repo, path from github_commit_files order by repo")).toEqual([
    { repo: "acme/other", path: "src/prompt.ts" },
    { repo: "acme/shop", path: "src/prompt.ts" },
  ]);
});

it("takes back what it gave out: rows as NDJSON", async () => {
  await sentinel(
    ["import", "github_commits", write("commits.ndjson", [commit("c".repeat(40))]), "--in", "acme/shop"],
    { cwd },
  );
  const { stdout } = await sentinel(["sql", "select * from github_commits", "--format", "ndjson"], { cwd });
  writeFileSync(join(cwd, "rows.ndjson"), stdout);
  const again = await sentinel(
    ["import", "github_commits", "rows.ndjson", "--as", "row", "--connection", "copy"],
    { cwd },
  );
  expect(again.stderr).toBe("");
  expect(
    await rows("select connection, repo, title, committed_at from github_commits order by connection"),
  ).toEqual([
    {
      connection: "copy",
      repo: "acme/shop",
      title: `change ${"c".repeat(40)}`,
      committed_at: "2026-08-20T10:00:00.000Z",
    },
    {
      connection: "default",
      repo: "acme/shop",
      title: `change ${"c".repeat(40)}`,
      committed_at: "2026-08-20T10:00:00.000Z",
    },
  ]);
});

it("takes Parquet with exact money and times", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const lake = await instance.connect();
  await lake.run(`copy (
    select 'a' as observation_id, 't' as trace_id, 'GENERATION' as type, timestamp '2026-08-20 10:00:00.123456' as started_at,
      0.0000000001::decimal(18, 10) as cost_usd, 7::bigint as input_tokens, ['x', 'y'] as tags
  ) to '${join(cwd, "rows.parquet")}'`);
  instance.closeSync();
  const { code, stderr } = await sentinel(
    ["import", "langfuse_observations", "rows.parquet", "--as", "row"],
    { cwd },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(
    await rows("select started_at, cost_usd::varchar as usd, input_tokens, tags from langfuse_observations"),
  ).toEqual([
    { started_at: "2026-08-20T10:00:00.123456Z", usd: "0.0000000001", input_tokens: 7, tags: ["x", "y"] },
  ]);
});

it("names the nearest column of a row that has another", async () => {
  const file = write("rows.ndjson", [
    { observation_id: "a", started_at: "2026-08-20T10:00:00Z", cost_us: 1 },
  ]);
  const { code, stderr } = await sentinel(["import", "langfuse_observations", file, "--as", "row"], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain("cost_usd");
});
