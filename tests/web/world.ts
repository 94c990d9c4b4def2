/** The demo as a person starts it, on few seeds, and a browser before it. */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import type { Browser, BrowserContextOptions, Page } from "playwright-core";

import type { Approval } from "../../src/contracts/approval.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { launch } from "./chromium.ts";
import { hostileSeed } from "./hostile-seed.ts";

export type World = Awaited<ReturnType<typeof openWorld>>;

const READY = /the page is at (http:\S+?),/;

export async function openWorld() {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-web-"));
  const seeds = join(folder, "seeds");
  mkdirSync(seeds);
  hostileSeed("seeds/incidents/storm", join(seeds, "storm"));
  for (const name of ["agent-loop", "task-failure", "prompt-drift-schema"]) {
    cpSync(join("seeds/incidents", name), join(seeds, name), { recursive: true });
  }
  const settings = join(folder, "settings.json");
  writeFileSync(settings, JSON.stringify({ server: { requests_per_minute: 100_000 } }));
  const options = ["--seeds", seeds, "--home", join(folder, "home"), "--settings", settings, "--port", "0"];
  const server = spawn(process.execPath, [resolve("dist/sentinel.js"), "demo", ...options], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, NO_COLOR: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((done) => server.once("exit", () => done()));
  const [url, browser] = await Promise.all([saidUrl(server.stderr), launch()]);
  let key: string | undefined;
  const ask = async <T>(path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${url}${path}`, {
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { "content-type": "application/json", origin: url }),
      },
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    });
    return (await answer.json()) as T;
  };
  const stop = async () => {
    server.kill("SIGTERM");
    await ended;
  };
  return {
    url,
    browser,
    ask,
    /** From now on `ask` asks with this key. */
    use: (text: string) => {
      key = text;
    },
    stop,
    settings,
    state: join(folder, "home", "state.sqlite"),
    incidents: async () => (await ask<{ incidents: Incident[] }>("/api/incidents?status=all")).incidents,
    approvals: async () => (await ask<{ approvals: Approval[] }>("/api/approvals")).approvals,
    open: (path: string, given?: BrowserContextOptions) => openPage(browser, `${url}${path}`, given),
    async close() {
      await browser.close();
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function saidUrl(stderr: NodeJS.ReadableStream): Promise<string> {
  return new Promise((found, failed) => {
    let said = "";
    stderr.on("data", (text: Buffer) => {
      said += text.toString();
      const [, url] = READY.exec(said) ?? [];
      if (url !== undefined) found(url);
    });
    stderr.on("end", () => failed(new Error(`the demo ended: ${said}`)));
  });
}

/** A page of its own, without anybody's cookies. Whatever it throws fails the test that looks at `faults`. */
async function openPage(browser: Browser, url: string, given: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...given });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.goto(url);
  return Object.assign(page, { faults });
}

/** What the page shows once everything has arrived; what grows older meanwhile is left out. */
export async function shown(page: Page): Promise<string> {
  await page.locator("main h1").waitFor();
  await page.waitForFunction(() => document.querySelector("main .skeleton, main [aria-busy=true]") === null);
  const text = await page.locator("main").innerText();
  const fields = await page
    .locator("main input, main select")
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  return `${text}\n${fields.join("\n")}`.replaceAll(
    /[\d,]+ (s|min|h|ms|d)( \d+ min)?( ago)?|(just )?now/g,
    "…",
  );
}
