import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { sentinel } from "./sentinel.ts";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "sentinel-usage-"));
  writeFileSync(join(cwd, "plain-file"), "");
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
    ["an empty statement", ["sql", ""], /no statement/],
    ["a home that is no folder", ["tables", "--home", "plain-file"], /plain-file.*cannot be used/],
    [
      "a rollup to import into",
      ["import", "langfuse_traces", "x.ndjson"],
      /files can fill.*langfuse_scores/s,
    ],
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

it("gives a subcommand the flags of every command, before its name and after", async () => {
  for (const args of [
    ["drift", "scan", "--json"],
    ["drift", "--json", "scan"],
  ])
    expect(JSON.parse((await sentinel(args, { cwd })).stdout)).toMatchObject({ features: [] });
});

it("prints a table of any length, a head over every 500 rows", async () => {
  const { code, stdout } = await sentinel(["sql", "select range as n from range(20000)"], { cwd });
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  expect(lines.filter((line) => line === "n")).toHaveLength(40);
  expect(lines).toHaveLength(20_040);
});

it("finds a damaged state, and leaves no cause or fix cut", async () => {
  const home = join(cwd, "damaged");
  mkdirSync(home);
  writeFileSync(join(home, "state.sqlite"), "not a database ".repeat(1000));
  const { code, stdout } = await sentinel(["doctor", "--home", home], { cwd });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^failed +state: .*state\.sqlite is damaged.*\n +put a backup in its place/m);
  expect(stdout).not.toContain("…");
});

it.each([
  ["other columns", "time,val\n1,2\n", /names time, val.*timestamp and value/],
  ["a time that is none", "timestamp,value\nsoon,2\n", /-:2: needs a timestamp/],
  ["a value that is none", "timestamp,value\n2026-01-01 00:00:00,\n", /-:2: needs a timestamp and a number/],
])("refuses to score %s", async (_what, input, reason) => {
  const { code, stdout, stderr } = await sentinel(["score", "-"], { cwd, input });
  expect(stderr).toMatch(reason);
  expect(code).toBe(2);
  expect(stdout).toBe("");
});

it("says of a refused credential which variable it is, what the vendor said and which scopes are needed", async () => {
  const vendor = createServer((_, response) => {
    response.writeHead(401, { "content-type": "application/json" }).end('{"message": "Bad credentials"}');
  });
  await once(vendor.listen(0, "127.0.0.1"), "listening");
  const { port } = vendor.address() as AddressInfo;
  const env = {
    GITHUB_API_URL: `http://127.0.0.1:${port}`,
    GITHUB_TOKEN: "ghp_secret_value",
    GITHUB_REPOS: "acme/shop",
  };
  const { code, stdout } = await sentinel(["doctor"], { cwd, env });
  vendor.close();
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /github \(default\): GITHUB_TOKEN: .*Bad credentials\n.*Contents: read.*Issues: read/,
  );
  expect(stdout).not.toContain("ghp_secret_value");
});
