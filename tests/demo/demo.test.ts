/** The demo as a newcomer runs it, and then the README's commands on the lake it leaves. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { DemoReport } from "../../src/demo/demo-report.ts";
import { BIN, sentinel, type Outcome } from "../cli/sentinel.ts";

const README = readFileSync("README.md", "utf8");

let cwd: string;
let demo: Outcome;
let report: DemoReport;

/** Where the demo left its lake. */
const home = () => ({ cwd, env: { SENTINEL_HOME: ".sentinel-demo" } });

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "sentinel-demo-"));
  demo = await sentinel(["demo", "--once", "--json"], { cwd });
  report = JSON.parse(demo.stdout) as DemoReport;
}, 240_000);
afterAll(() => rmSync(cwd, { recursive: true }));

describe("the demo", () => {
  it("finds exactly what each seed expects, with severity and blame, and nothing in quiet", () => {
    expect(report.expectations.length).toBeGreaterThan(12);
    for (const { seed, missing, unexpected } of report.expectations) {
      expect({ seed, missing, unexpected }).toEqual({ seed, missing: [], unexpected: [] });
    }
    expect(report.findings.filter(({ connection }) => connection === "quiet")).toEqual([]);
    expect(report.not_judged).toEqual([]);
    expect(demo.code).toBe(0);
  });

  it("drops four fifths of the quiet traces and keeps every trace that a finding names", () => {
    const quiet = report.sampling.find(({ connection }) => connection === "quiet");
    expect(quiet?.dropped_share).toBeGreaterThanOrEqual(0.8);
    const named = report.sampling.filter(({ recall }) => recall !== null);
    expect(named.length).toBeGreaterThan(5);
    expect(named.flatMap(({ missed }) => missed)).toEqual([]);
  });

  it("covers seven types of trouble between its seeds", () => {
    const strategies = report.findings.map(({ detector, fingerprint }) =>
      fingerprint.includes(":") ? `${detector} ${fingerprint.split(":")[0]}` : detector,
    );
    expect(new Set(strategies).size).toBeGreaterThanOrEqual(7);
  });

  it("ties the storm into one incident with the right commit", () => {
    const storm = report.incidents.filter(({ connection }) => connection === "storm");
    const expected = JSON.parse(readFileSync("seeds/incidents/storm/seed.json", "utf8")) as {
      expect: { blame: string }[];
    };
    expect(storm.map(({ blame, findings }) => [blame?.sha, findings.length])).toEqual([
      [expected.expect[0]?.blame, expected.expect.length],
    ]);
  });

  it("explains each incident in under 300 words, citing evidence that it has", () => {
    expect(report.incidents.length).toBeGreaterThanOrEqual(7);
    for (const { narrative, evidence } of report.incidents) {
      expect(narrative.text.split(/\s+/).length).toBeLessThan(300);
      const cited = [...narrative.text.matchAll(/\[(e\d+)\]/g)].map(([, id]) => id);
      expect(cited.length).toBeGreaterThan(0);
      expect(evidence.map(({ id }) => id)).toEqual(expect.arrayContaining(cited));
      expect(evidence.every(({ complete }) => complete)).toBe(true);
      expect(evidence[0]?.rows).toBeGreaterThan(0);
    }
  });

  it("stops the critical loop by itself, on proof, and asks about all else", () => {
    const [kill, ...others] = report.approvals.filter(({ decide }) => decide === "auto");
    expect(others).toEqual([]);
    expect(kill).toMatchObject({
      action: "kill_loop",
      rule: "stop a proven loop",
      severity: "critical",
      status: "done",
      votes: [],
      args: { connection: "agent-loop-critical", reason: { kind: "no_progress" } },
    });
    expect(report.approvals.length).toBeGreaterThan(10);
    for (const { decide, status } of report.approvals)
      expect(status).toBe(decide === "auto" ? "done" : "proposed");
  });

  it("refuses a home that holds anything else", async () => {
    const { code, stderr } = await sentinel(["demo", "--once", "--home", resolve("src")], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain("not a demo home");
  });
});

describe("on the demo's lake", () => {
  it("joins all five systems in one statement", async () => {
    const statement = `
      with cost as (select connection, sum(cost_usd) as usd from llm_cost_hourly group by connection),
           errors as (select connection, count(*) as events from sentry_events group by connection),
           commits as (select connection, count(*) as commits from github_commits group by connection),
           talk as (select connection, count(*) as messages from slack_messages group by connection),
           tasks as (select connection, count(*) as runs from snowflake_task_runs group by connection)
      select connection, usd, events, commits, messages, runs
      from cost join errors using (connection) join commits using (connection) join talk using (connection) join tasks using (connection)`;
    const { code, stdout } = await sentinel(["sql", statement, "--json"], home());
    expect(code).toBe(0);
    const { rows } = JSON.parse(stdout) as { rows: Record<string, unknown>[] };
    expect(rows.map((row) => row["connection"])).toContain("quiet");
    for (const row of rows) expect(Object.values(row).every(Boolean)).toBe(true);
  });

  it("joins its own incidents with what the sources say", async () => {
    const statement =
      "select i.type, c.title from sentinel_incidents i join github_commits c on c.sha = i.blame_sha where i.connection = 'storm'";
    const { stdout } = await sentinel(["sql", statement, "--json"], home());
    expect((JSON.parse(stdout) as { rows: unknown[] }).rows).toHaveLength(1);
  });

  it("shows what was done by itself in SQL, in a whole audit log, and to the agent that asks", async () => {
    const kill = report.approvals.find(({ decide }) => decide === "auto");
    const statement = `select a.status, count(*) as entries from sentinel_approvals a
      join sentinel_audit e on e.subject = a.id where a.id = '${kill?.id}' group by all`;
    const { stdout } = await sentinel(["sql", statement, "--json"], home());
    expect((JSON.parse(stdout) as { rows: unknown[] }).rows).toEqual([{ status: "done", entries: 6 }]);
    expect((await sentinel(["audit", "verify"], home())).code).toBe(0);

    const server = spawn(process.execPath, [BIN, "up", "--no-patrol", "--port", "0", "--json"], {
      cwd,
      env: { ...process.env, ...home().env },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const ended = once(server, "close");
    const [said] = (await once(server.stdout, "data")) as [Buffer];
    const { url } = JSON.parse(String(said)) as { url: string };
    const order = await fetch(`${url}/api/agents/${kill?.resource}/order`);
    expect(await order.json()).toMatchObject({ order: "kill", method: "auto", approval_id: kill?.id });
    server.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  });

  it("does nothing in the real world, though credentials for it are there", async () => {
    const asked = report.approvals.find(({ action }) => action === "comment_pr");
    const env = { ...home().env, GITHUB_TOKEN: "ghp_real", GITHUB_API_URL: "http://127.0.0.1:9" };
    const { stdout } = await sentinel(["approvals", "approve", asked?.id ?? "", "--json"], { cwd, env });
    expect(JSON.parse(stdout)).toMatchObject({
      status: "running",
      attempts: 0,
      error: expect.stringContaining("GITHUB_TOKEN is not set"),
    });
  });

  it("verifies every piece of evidence as the same", async () => {
    for (const { id } of report.incidents) {
      const { stdout } = await sentinel(["verify", id, "--json"], home());
      const { outcome, evidence } = JSON.parse(stdout) as {
        outcome: string;
        evidence: { outcome: string }[];
      };
      expect(outcome).toBe("same");
      expect(evidence.length).toBeGreaterThan(0);
    }
  });

  it("runs every sentinel command of the README", async () => {
    const commands = [...README.matchAll(/^npx (sentinel .+)$/gm)].map(([, command = ""]) => command);
    expect(commands.length).toBeGreaterThanOrEqual(8);
    for (const command of commands) {
      const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)]
        .map(([, quoted, bare]) => quoted ?? bare ?? "")
        .slice(1);
      // The server stays up until it is told to end; the test of orders above starts and ends one.
      if (args[0] === "up") continue;
      const { code, stderr } = await sentinel(args, home());
      expect({ command, code, stderr: code === 0 ? "" : stderr }).toEqual({ command, code: 0, stderr: "" });
    }
  });
});

it("README: names only scripts and files that are there", async () => {
  const { stdout } = await promisify(execFile)("npm", ["pkg", "get", "scripts"]);
  const scripts = Object.keys(JSON.parse(stdout) as Record<string, string>);
  for (const [, script = ""] of README.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toContain(script);
  for (const [, path = ""] of README.matchAll(/\]\((?!https?:)([^)#]+)/g))
    expect([path, existsSync(path)]).toEqual([path, true]);
});
