/** A real browser: the one named by CHROMIUM_PATH, else a chromium on PATH, else the one that npm ships. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

import packed from "@sparticuz/chromium";
import { chromium, type Browser } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function onPath(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Its own arguments switch off what is tested here (one process, no web security), so they are not taken. */
export async function launch(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM_PATH"] ?? onPath() ?? (await packed.executablePath());
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--no-zygote", "--disable-gpu"] });
}
