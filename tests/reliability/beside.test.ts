import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { DAY, HOUR } from "../../seeds/generate/times.ts";
import type { FaultPlan } from "../../seeds/vendors/faults.ts";
import type { SyncReport } from "../../src/sync/report.ts";
import { shell, type Answer, type Running } from "./world/command.ts";
import { lakeAt, temporaryFolder } from "./world/lake.ts";
import { HISTORY_DAYS, PAGED, seedNamed } from "./world/seed.ts";
import { serve, type Vendors } from "./world/vendors.ts";

const limits = { history_days: HISTORY_DAYS, attempt_ms: 8_000 };
const OBSERVATIONS = "select count(*) as rows from langfuse_observations";
const whole = { rows: [{ rows: PAGED.observations }], complete: true };
const seed = seedNamed("shop", new Date(), PAGED);

/** The answer to the oldest window of observations drips; its request is tried again after eight seconds. */
const oldest = Math.ceil((seed.anchor.getTime() - HISTORY_DAYS * DAY) / (6 * HOUR)) * 6 * HOUR;
const dripping: FaultPlan = {
  vendor: "langfuse",
  kind: "slow-bytes",
  path: new RegExp(`v2/observations.*toStartTime=${encodeURIComponent(new Date(oldest).toISOString())}`),
};

let folder: ReturnType<typeof temporaryFolder>;
let vendors: Vendors;
let syncing: Running;

/** Starts a sync and waits until it asks the first vendor: by then it holds the lake. */
async function startSync(options: Parameters<typeof serve>[1]): Promise<void> {
  vendors = await serve([seed], options);
  syncing = commands().start("sync", "--json");
  await expect.poll(() => vendors.requests().length, { timeout: 20_000 }).toBeGreaterThan(0);
}
const commands = (from = vendors) => shell(folder.path, from.env[0] ?? {}, limits);

const running = () => syncing.child.exitCode === null && syncing.child.signalCode === null;

/** Asks again and again, while the sync runs, until there are rows. */
async function firstRows(): Promise<Answer> {
  while (running()) {
    const answer = await commands().sql(OBSERVATIONS);
    if (Number(answer.rows[0]?.["rows"]) > 0) return answer;
  }
  throw new Error(`the sync ended before any rows could be asked for: ${syncing.stderr()}`);
}

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  syncing.child.kill("SIGKILL");
  await syncing.outcome;
  await vendors.close();
  folder[Symbol.dispose]();
});

it("a sync waits for a question that holds the lake at the moment", async () => {
  vendors = await serve([seed]);
  mkdirSync(join(folder.path, "home"));
  const asking = await lakeAt(join(folder.path, "home", "lake.duckdb"), () => new Date());
  syncing = commands().start("sync", "--quiet");
  await sleep(1_500);
  expect({ running: running(), asked: vendors.requests().length }).toEqual({ running: true, asked: 0 });
  await asking.close();
  expect((await syncing.outcome).code).toBe(0);
});

describe("while a sync runs", () => {
  it("another process reads the rows that have come, and is told that they are not all", async () => {
    await startSync({ faults: [dripping] });
    const { complete } = await firstRows();
    expect({ complete, running: running() }).toEqual({ complete: false, running: true });
    expect((await syncing.outcome).code).toBe(0);
    expect(await commands().sql(OBSERVATIONS)).toMatchObject(whole);
  });

  it("a second sync is turned away before it asks any vendor", async () => {
    await startSync({ faults: [dripping] });
    await using others = await serve([seed]);
    const second = await commands(others).run("sync");
    expect(second.code).toBe(75);
    expect(second.stderr).toContain(`held by process ${syncing.child.pid}`);
    expect(others.requests()).toEqual([]);
    expect(running()).toBe(true);
  });
});

describe.each([
  ["Ctrl-C", "SIGINT", 130],
  ["a service manager", "SIGTERM", 143],
] as const)("%s", (_who, signal, code) => {
  it("ends a sync, keeps what has come, and the next sync brings the rest", async () => {
    await startSync({ faults: [dripping] });
    await firstRows();
    syncing.child.kill(signal);
    const stopped = await syncing.outcome;
    expect(stopped.code).toBe(code);
    expect(stopped.stdout).toContain("interrupted; the next sync goes on from here");

    const kept = await commands().sql(OBSERVATIONS);
    expect(Number(kept.rows[0]?.["rows"])).toBeGreaterThan(0);
    expect(kept.complete).toBe(false);

    await using others = await serve([seed]);
    expect((await commands(others).run("sync")).code).toBe(0);
    expect(await commands().sql(OBSERVATIONS)).toMatchObject(whole);
  });

  it("does not wait for vendors that do not answer", async () => {
    await startSync({ latency_ms: 20_000 });
    const asked = () => new Set(vendors.requests().map(({ vendor }) => vendor)).size;
    await expect.poll(asked, { timeout: 20_000 }).toBe(5);
    syncing.child.kill(signal);
    const { code: ended_with, stdout } = await syncing.outcome;
    expect(ended_with).toBe(code);
    const { connections } = JSON.parse(stdout) as SyncReport;
    expect(
      connections.flatMap(({ tables }) => tables.map(({ rows }) => rows)).every((rows) => rows === 0),
    ).toBe(true);
    // The answers were still on their way.
    expect(Date.now()).toBeLessThan((vendors.requests()[0]?.started_ms ?? 0) + 20_000);
  });
});
