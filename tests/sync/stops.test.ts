import { expect, it } from "vitest";

import { json } from "./loopback.ts";
import { spreadItems } from "./model/items.ts";
import { contents, gaps, modelLake, pull, quick } from "./model/lake.ts";
import { serveModel } from "./model/vendor.ts";
import type { SyncEvent, SyncReport } from "../../src/sync/run.ts";

const NOW = new Date("2026-11-22T10:10:00Z");
const START = new Date("2026-11-20T10:10:00Z");
const now = () => NOW;
const tableOf = (report: SyncReport, name: string, connection = "default") =>
  report.connections.find((one) => one.connection === connection)?.tables.find(({ table }) => table === name);

it("halves a window that the vendor finds too large", async () => {
  await using vendor = await serveModel({
    items: spreadItems(60, 48, NOW),
    fault({ list, from, to }, response) {
      const refused = list === "rows" && Date.parse(to) - Date.parse(from) > 2 * 3_600_000;
      if (refused) json(response, { message: "Request timed out" }, 422);
      return refused;
    },
  });
  await using lake = await modelLake(now);
  const report = await pull(lake, vendor, now);
  expect(report.ok).toBe(true);
  expect((await contents(lake)).model_rows).toHaveLength(60);
  expect(await gaps(lake, "model_rows", START, NOW)).toEqual([]);
  expect((await lake.lake.coverage("model_rows")).map(({ state }) => state)).not.toContain("failed");
});

it("stops halving at a minute: a vendor that is down is not asked 1,440 times a day", async () => {
  await using vendor = await serveModel({
    items: spreadItems(10, 48, NOW),
    fault({ list }, response) {
      if (list === "rows") json(response, {}, 504);
      return list === "rows";
    },
  });
  await using lake = await modelLake(now);
  const report = await pull(lake, vendor, now, { limits: { ...quick, retries: 0 } });
  expect(tableOf(report, "model_rows")).toMatchObject({
    failed_slices: 9,
    error: expect.stringContaining("answered 504"),
  });
  // Six hours halve nine times; the places let a fourth slice begin before the third has failed.
  expect(vendor.log.filter(({ list }) => list === "rows").length).toBeLessThanOrEqual(6 * 10);
  expect(await gaps(lake, "model_rows", START, NOW)).toHaveLength(1);
});

it("leaves a refused table at once, with the scope it needs, and goes on with the others", async () => {
  await using vendor = await serveModel({
    items: spreadItems(60, 48, NOW),
    fault({ list }, response) {
      if (list === "rows") json(response, { message: "token model-secret lacks a scope" }, 403);
      return list === "rows";
    },
  });
  await using lake = await modelLake(now);
  const report = await pull(lake, vendor, now);
  const error = tableOf(report, "model_rows")?.error ?? "";
  expect(error).toMatch(/\/rows: answered 403: token \[redacted\] lacks a scope \(it needs rows:read\)$/);
  expect(vendor.log.filter(({ list }) => list === "rows").length).toBeLessThanOrEqual(4);
  expect(tableOf(report, "model_changes")).toMatchObject({ rows: 60, error: null });
  expect(await lake.lake.coverage("model_rows")).toMatchObject([
    { state: "failed", error, from_at: START, to_at: NOW },
  ]);
  expect(await lake.lake.watermark("default", "model_rows")).toBeUndefined();
});

it("keeps what it has when the budget is spent, and goes on there", async () => {
  await using vendor = await serveModel({ items: spreadItems(60, 48, NOW) });
  await using lake = await modelLake(now);
  const limits = { ...quick, request_budget: 8 };
  const first = await pull(lake, vendor, now, { limits, tables: ["model_rows"] });
  expect(vendor.log).toHaveLength(8);
  expect(first.ok).toBe(false);
  expect(tableOf(first, "model_rows")?.error).toContain("budget of 8 requests");
  expect((await contents(lake)).model_rows?.length).toBeGreaterThan(0);
  expect(await gaps(lake, "model_rows", START, NOW)).not.toEqual([]);

  for (let runs = 0; runs < 5; runs += 1) await pull(lake, vendor, now, { limits, tables: ["model_rows"] });
  expect((await contents(lake)).model_rows).toHaveLength(60);
  expect(await gaps(lake, "model_rows", START, NOW)).toEqual([]);
  expect(await lake.lake.watermark("default", "model_rows")).toEqual(NOW);
});

it("comes to an end with a budget that is enough for one slice only", async () => {
  // Seven or eight requests a slice, four slices at once: side by side, ten requests would finish none of them.
  await using vendor = await serveModel({ items: spreadItems(28, 24, NOW), page: 1 });
  await using lake = await modelLake(now);
  const limits = { ...quick, history_days: 1, request_budget: 10 };
  let runs = 0;
  for (let ok = false; !ok && runs < 8; runs += 1) {
    ok = (await pull(lake, vendor, now, { limits, tables: ["model_rows"] })).ok;
  }
  expect(runs).toBeLessThan(8);
  expect((await contents(lake)).model_rows).toHaveLength(28);
});

it("tells a terminal at once when a limit holds the connection", async () => {
  await using vendor = await serveModel({
    items: spreadItems(5, 48, NOW),
    fault({ count }, response) {
      if (count === 1) json(response, {}, 429, { "retry-after": "0.05" });
      return count === 1;
    },
  });
  await using lake = await modelLake(now);
  const events: SyncEvent[] = [];
  await pull(lake, vendor, now, { tables: ["model_rows"], on: (event) => events.push(event) });
  expect(events[1]).toMatchObject({ phase: "running", rows: 0, paused_until: "2026-11-22T10:10:00.050Z" });
});

it("stops the connection, and no other, at a limit that is too far away", async () => {
  const items = spreadItems(60, 48, NOW);
  await using calm = await serveModel({ items });
  await using limited = await serveModel({
    items,
    fault({ count }, response) {
      if (count > 3) json(response, { message: "monthly quota" }, 429, { "retry-after": "3600" });
      return count > 3;
    },
  });
  await using lake = await modelLake(now);
  const report = await pull(lake, { calm, limited }, now);
  expect(report.connections.map(({ connection, ok }) => [connection, ok])).toEqual([
    ["calm", true],
    ["limited", false],
  ]);
  expect(tableOf(report, "model_rows", "limited")?.error).toMatch(
    /rate limit until 2026-11-22T11:.*monthly quota/,
  );
  expect(limited.log.length).toBeLessThanOrEqual(3 + 4);
});

it("can be interrupted, and goes on where it stopped", async () => {
  const stop = new AbortController();
  await using vendor = await serveModel({
    items: spreadItems(60, 48, NOW),
    fault({ count }) {
      if (count === 8) stop.abort();
      return false;
    },
  });
  await using lake = await modelLake(now);
  const report = await pull(lake, vendor, now, { signal: stop.signal });
  expect(report.ok).toBe(false);
  expect(tableOf(report, "model_rows")?.error).toContain("interrupted");
  expect(await gaps(lake, "model_rows", START, NOW)).not.toEqual([]);
  expect((await lake.lake.coverage()).map(({ state }) => state)).not.toContain("running");
  vendor.state.fault = undefined;
  expect((await pull(lake, vendor, now)).ok).toBe(true);
  expect((await contents(lake)).model_rows).toHaveLength(60);
  expect(await gaps(lake, "model_rows", START, NOW)).toEqual([]);
});

it("resumes an interrupted `since` without being told again", async () => {
  await using vendor = await serveModel({ items: spreadItems(30, 24 * 6, NOW) });
  await using lake = await modelLake(now);
  await pull(lake, vendor, now, { tables: ["model_rows"] });
  const week = new Date(NOW.getTime() - 7 * 24 * 3_600_000);
  const limits = { ...quick, request_budget: 3 };
  await pull(lake, vendor, now, { tables: ["model_rows"], since: week, limits });
  expect(await lake.lake.watermark("default", "model_rows")).toEqual(NOW);
  await pull(lake, vendor, now, { tables: ["model_rows"] });
  expect((await contents(lake)).model_rows).toHaveLength(30);
  expect(await gaps(lake, "model_rows", week, NOW)).toEqual([]);
});
