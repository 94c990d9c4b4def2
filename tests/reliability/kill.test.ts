/** `kill -9` at random moments of a sync. KILLS=50 for as many of them. */
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, it } from "vitest";

import { randomOf } from "../../seeds/generate/random.ts";
import { DAY } from "../../seeds/generate/times.ts";
import { isFed } from "../../src/sync/table-run.ts";
import { shell } from "./world/command.ts";
import { everyRow, lakeAt, rollupDifferences, TABLES, temporaryFolder } from "./world/lake.ts";
import { HISTORY_DAYS, PAGED, seedNamed } from "./world/seed.ts";
import { serve, type Vendors } from "./world/vendors.ts";

const KILLS = Number(process.env["KILLS"] ?? 5);
const random = randomOf("kills");
/** Shares of the whole duration after which a sync is killed: one in every stretch, and for some a second sync too. */
const runs = Array.from({ length: KILLS }, (_, index) => {
  const first = (index + random.float()) / KILLS;
  return { kills: random.chance(0.3) ? [first, random.float()] : [first] };
});

const seed = seedNamed("shop", new Date(), PAGED);
const whole = temporaryFolder();
let vendors: Vendors;
let uninterrupted: Record<string, unknown[]>;
let lasts_ms: number;
let asks: number;

const commands = (folder: string) => shell(folder, vendors.env[0] ?? {}, { history_days: HISTORY_DAYS });
const openLake = (folder: string) => lakeAt(`${folder}/home/lake.duckdb`, () => new Date());

beforeAll(async () => {
  vendors = await serve([seed], { latency_ms: 200 });
  const began = performance.now();
  const { code, stderr } = await commands(whole.path).run("sync", "--quiet");
  lasts_ms = performance.now() - began;
  asks = vendors.requests().length;
  if (code !== 0) throw new Error(stderr);
  await using lake = await openLake(whole.path);
  uninterrupted = await everyRow(lake);
});
afterAll(async () => {
  await vendors.close();
  whole[Symbol.dispose]();
});

/** For whoever runs many: where the kills struck. */
function told(moment: number, asked: number, signal: string | null): void {
  if (process.env["REPORT"] === undefined) return;
  const when = `${Math.round(moment * lasts_ms)} of ${Math.round(lasts_ms)} ms`;
  process.stdout.write(`${when}, ${asked} of ${asks} requests: ${signal ?? "had ended"}\n`);
}

it("has something to interrupt: rows in every table", () => {
  expect(Object.entries(uninterrupted).filter(([, rows]) => rows.length === 0)).toEqual([]);
});

it.each(runs)(
  "what a sync killed at $kills of its time leaves, the next one completes",
  async ({ kills }) => {
    using folder = temporaryFolder();
    const { start, run } = commands(folder.path);
    for (const moment of kills) {
      const before = vendors.requests().length;
      const killed = start("sync", "--quiet");
      await Promise.race([sleep(moment * lasts_ms), killed.outcome]);
      killed.child.kill("SIGKILL");
      const { signal } = await killed.outcome;
      told(moment, vendors.requests().length - before, signal);
    }

    const { code, stderr } = await run("sync", "--quiet");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await using lake = await openLake(folder.path);
    expect(lake.quarantined).toBeUndefined();
    expect(await everyRow(lake)).toEqual(uninterrupted);
    expect(await rollupDifferences(lake)).toEqual({
      langfuse_traces: 0,
      llm_cost_hourly: 0,
      llm_cost_minutely: 0,
      llm_tool_calls: 0,
      llm_generations: 0,
    });

    const slices = await lake.coverage();
    expect(slices.filter(({ state, rejected }) => state !== "complete" || rejected > 0)).toEqual([]);
    const day = { from: new Date(seed.anchor.getTime() - (HISTORY_DAYS - 0.1) * DAY), to: seed.anchor };
    for (const { name } of TABLES) expect(await lake.uncovered(name, day)).toEqual([]);
    for (const { name } of TABLES.filter(isFed)) {
      expect((await lake.watermark("default", name))?.getTime()).toBeGreaterThan(seed.anchor.getTime());
    }
  },
);
