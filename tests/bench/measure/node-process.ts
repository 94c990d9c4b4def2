import { spawn } from "node:child_process";

import type { Sample } from "./figures.ts";

/** One process of Node from its start to its end, and what it printed. Throws when it fails. */
export async function nodeProcess(
  args: string[],
  { cwd, env }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Sample & { printed: string }> {
  const began = performance.now();
  // The shell's own clock knows what its child used.
  const shell = spawn(
    "bash",
    ["-c", 'TIMEFORMAT="%U %S"; { time "$0" "$@" 2>&3; } 3>&1', process.execPath, ...args],
    {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let [printed, times] = ["", ""];
  shell.stdout.on("data", (text: Buffer) => (printed += text.toString()));
  shell.stderr.on("data", (text: Buffer) => (times += text.toString()));
  const status = await new Promise((ended) => shell.once("close", ended));
  const ms = performance.now() - began;
  if (status !== 0) throw new Error(`${args.join(" ")} failed: ${printed}`);
  const [user = Number.NaN, system = Number.NaN] = times.trim().split(" ").map(Number);
  return { ms, cpu_ms: (user + system) * 1_000, printed };
}
