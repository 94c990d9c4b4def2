/** A built server in a process of its own for benches: what it takes, what it says of itself, and its end. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export type BenchServer = Awaited<ReturnType<typeof startServer>>;

/** `arguments` after `up`; `settings` as in settings.json. */
export async function startServer(more: string[], settings: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-bench-otlp-"));
  writeFileSync(join(folder, "settings.json"), JSON.stringify(settings));
  const child = spawn(
    process.execPath,
    [resolve("dist/sentinel.js"), "up", "--home", join(folder, "home"), "--port", "0", "--json", ...more],
    {
      cwd: folder,
      env: { PATH: process.env["PATH"], SENTINEL_LOG_LEVEL: "error" },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const url = await urlOf(child.stdout);
  return {
    url,
    /** Answers the status and how long to wait before the next try, seconds. */
    async post(body: Buffer, headers: Record<string, string>): Promise<{ status: number; wait: number }> {
      const answer = await fetch(`${url}/v1/traces`, {
        method: "POST",
        headers,
        body: new Uint8Array(body),
      });
      await answer.arrayBuffer();
      return { status: answer.status, wait: Number(answer.headers.get("retry-after") ?? 1) };
    },
    /** A connection of its own: an idle one may be closed just when it is used again. */
    metrics: async () => (await fetch(`${url}/metrics`, { headers: { connection: "close" } })).text(),
    async stop(): Promise<void> {
      const ended = new Promise((resolved) => child.once("close", resolved));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function urlOf(stdout: NodeJS.ReadableStream): Promise<string> {
  let said = "";
  for await (const chunk of stdout.setEncoding("utf8")) {
    said += String(chunk);
    if (said.includes("}")) return (JSON.parse(said) as { url: string }).url;
  }
  throw new Error("the server did not start");
}

/** The value of a metric without labels, or of `name{labels}`. */
export const metricIn = (text: string, name: string): number =>
  Number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length) ?? 0,
  );
