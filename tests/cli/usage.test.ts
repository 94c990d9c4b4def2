import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { sentinel } from "./sentinel.ts";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "sentinel-usage-"));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const light = { NODE_OPTIONS: `--import ${resolve("tests/cli/no-duckdb.mjs")}` };

describe("help", () => {
  it("lists the commands without loading a database or a vendor's client", async () => {
    const { code, stdout } = await sentinel(["--help"], { cwd, env: light });
    expect(code).toBe(0);
    for (const name of ["demo", "sync", "sql", "detect", "incidents", "verify", "doctor"])
      expect(stdout).toContain(name);
  });

  it("would notice a database", async () => {
    const { code, stderr } = await sentinel(["tables"], { cwd, env: light });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/loaded .*(duckdb|sqlite|octokit|slack|snowflake)/);
  });
});

describe("wrong usage exits with 2 and the nearest names", () => {
  it.each([
    ["a command", ["detcet"], /detect/],
    ["a flag", ["detect", "--exitcode"], /--exit-code/],
    ["a detector", ["detect", "cost_spke"], /cost_spike/],
    ["a table", ["describe", "github_comits"], /github_commits/],
    ["a table in SQL", ["sql", "select sha from github_comits"], /github_commits/],
    ["a column in SQL", ["sql", "select shaa from github_commits"], /sha/],
    ["a source", ["sync", "githb"], /github/],
    ["a source's table", ["sync", "github.comits"], /github\.commits/],
    ["a query", ["query", "cost_by_hours"], /cost_by_hour/],
    ["a parameter", ["query", "cost_by_hour", "--param", "sinc=2026-01-01"], /since/],
    ["a time", ["detect", "--at", "yesterday"], /2026-08-20T14:30:00Z/],
  ])("%s", async (_what, args, near) => {
    const { code, stdout, stderr } = await sentinel(args, { cwd });
    expect(stderr).toMatch(near);
    expect(code).toBe(2);
    expect(stdout).toBe("");
  });
});

it("refuses SQL that is not a read", async () => {
  for (const statement of [
    "drop table github_commits",
    "copy github_commits to 'x.csv'",
    "select 1; select 2",
  ]) {
    const { code, stdout } = await sentinel(["sql", statement], { cwd });
    expect(code).toBe(2);
    expect(stdout).toBe("");
  }
});

it("names what is missing of a half-set source, and says once what is off", async () => {
  const { code, stderr } = await sentinel(["sync"], { cwd, env: { SENTRY_TOKEN: "sntrys_secret_value" } });
  expect(code).toBe(4);
  expect(stderr).toContain("SENTRY_ORG");
  expect(stderr.match(/langfuse is off/g)).toHaveLength(1);
  expect(stderr).not.toContain("sntrys_secret_value");
});
