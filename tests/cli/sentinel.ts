/** Runs the built command line as a user's shell would. */
import { execFile } from "node:child_process";
import { resolve } from "node:path";

export const BIN = resolve("dist/sentinel.js");

export type Outcome = { code: number; stdout: string; stderr: string };

/** Variables of a clean shell: no credentials, no settings of whoever runs the tests. */
function cleanEnvironment(more: Record<string, string>): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", NO_COLOR: "1", ...more };
}

export function sentinel(
  args: string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string } = {},
): Promise<Outcome> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [BIN, ...args],
      { cwd: options.cwd, env: cleanEnvironment(options.env ?? {}), maxBuffer: 256 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        done({ code, stdout, stderr });
      },
    );
    child.stdin?.end(options.input ?? "");
  });
}
