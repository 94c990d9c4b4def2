import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../../dist/sentinel.js", import.meta.url));
const READY = /Sentinel is at (http:\S+?),/;

/** The built server over the home `folder`, on a free port, as `sentinel up` starts it; without patrols and with no limit in the way. */
export async function startServer(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  if (!existsSync(CLI)) throw new Error("npm run build makes the server that is measured");
  const settings = join(folder, "settings.json");
  writeFileSync(settings, JSON.stringify({ server: { requests_per_minute: 100_000_000 } }));
  const options = ["--home", folder, "--settings", settings, "--port", "0", "--no-patrol"];
  const server = spawn(process.execPath, [CLI, "up", ...options], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, NO_COLOR: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((done) => server.once("exit", () => done()));
  const url = await new Promise<string>((found, failed) => {
    let said = "";
    server.stderr.on("data", (text: Buffer) => {
      if (said.length > 100_000) return;
      said += text.toString();
      const [, at] = READY.exec(said) ?? [];
      if (at !== undefined) found(at);
    });
    server.stderr.on("end", () => failed(new Error(`the server ended: ${said}`)));
  });
  return {
    url,
    async stop() {
      server.kill("SIGTERM");
      await ended;
    },
  };
}
