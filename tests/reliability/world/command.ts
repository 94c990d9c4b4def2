/** The built command line in processes of its own, as a user's shell starts them. */
import { spawn, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { SyncLimits } from "../../../src/sync/limits.ts";

const BIN = resolve("dist/sentinel.js");

export type Outcome = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string };
export type Running = { child: ChildProcess; outcome: Promise<Outcome>; stderr: () => string };

/** Starts commands on the home `folder`/home; `env` are the only variables besides the shell's own. */
export function shell(folder: string, env: Record<string, string>, limits: Partial<SyncLimits> = {}) {
  writeFileSync(join(folder, "settings.json"), JSON.stringify({ sync: limits }));
  const start = (...args: string[]): Running => {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: folder,
      // No credentials and no settings of whoever runs the tests.
      env: {
        PATH: process.env["PATH"],
        HOME: folder,
        NO_COLOR: "1",
        SENTINEL_HOME: join(folder, "home"),
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
    const outcome = new Promise<Outcome>((done) => {
      child.once("close", (code, signal) => done({ code, signal, ...said }));
    });
    return { child, outcome, stderr: () => said.stderr };
  };
  const run = (...args: string[]): Promise<Outcome> => start(...args).outcome;
  /** The rows of a statement. Throws what the command said when it failed. */
  const sql = async (statement: string): Promise<Answer> => {
    const { code, stdout, stderr } = await run("sql", statement, "--json");
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Answer;
  };
  return { start, run, sql };
}

export type Answer = { rows: Record<string, unknown>[]; complete: boolean };
