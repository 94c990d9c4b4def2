import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, it } from "vitest";

import { spreadItems } from "./model/items.ts";
import { contents, gaps, modelLake, pull } from "./model/lake.ts";
import { serveModel, type ModelVendor } from "./model/vendor.ts";

const KILLS = Number(process.env["SYNC_KILLS"] ?? 10);
const NOW = new Date("2026-11-22T10:10:00Z");
const START = new Date("2026-11-20T10:10:00Z");
const now = () => NOW;
const TABLES = ["model_rows", "model_changes", "model_list"];

let folder: string;
let vendor: ModelVendor;
let uninterrupted: unknown;
/** How long a whole sync takes in a process of its own. */
let whole_ms: number;

/** Resolves when the child begins to sync. `gone` is asked for at once: it may end before anybody waits. */
async function start(path: string): Promise<{ child: ChildProcess; gone: Promise<unknown> }> {
  const script = fileURLToPath(new URL("model/kill-child.ts", import.meta.url));
  const child = fork(script, [path, vendor.url, NOW.toISOString()], { execArgv: ["--import", "tsx"] });
  const gone = once(child, "exit");
  await once(child, "message");
  return { child, gone };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sentinel-kill-"));
  vendor = await serveModel({ items: spreadItems(150, 48, NOW), latency_ms: 5 });
  const path = join(folder, "whole.duckdb");
  const { child, gone } = await start(path);
  const began = performance.now();
  await once(child, "message");
  whole_ms = performance.now() - began;
  await gone;
  await using lake = await modelLake(now, undefined, path);
  uninterrupted = await contents(lake);
});

afterAll(async () => {
  await vendor.close();
  rmSync(folder, { recursive: true });
});

it.each(Array.from({ length: KILLS }, (_, index) => index))("survives kill -9, time %d", async (index) => {
  // Spread over the whole sync, at random within each share.
  const after_ms = Math.floor(((index + Math.random()) / KILLS) * whole_ms);
  const path = join(folder, `${index}.duckdb`);
  const { child, gone } = await start(path);
  await sleep(after_ms);
  child.kill("SIGKILL");
  await gone;

  await using lake = await modelLake(now, undefined, path);
  const report = await pull(lake, vendor, now);
  expect(report.ok).toBe(true);
  expect(await contents(lake), `killed after ${after_ms} ms`).toEqual(uninterrupted);
  for (const table of TABLES) {
    expect(await gaps(lake, table, START, NOW)).toEqual([]);
    expect(await lake.lake.watermark("default", table)).toEqual(NOW);
  }
  expect((await lake.lake.coverage()).map(({ state }) => state)).not.toContain("running");
});
