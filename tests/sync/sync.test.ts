import { EventEmitter, once } from "node:events";

import { expect, it } from "vitest";

import { json } from "./loopback.ts";
import { spreadItems } from "./model/items.ts";
import { contents, gaps, modelLake, pull, quick } from "./model/lake.ts";
import { modelTables } from "./model/source.ts";
import { serveModel, type ModelItem } from "./model/vendor.ts";
import type { SyncEvent, SyncReport } from "../../src/sync/run.ts";

const NOW = new Date("2026-11-22T10:10:00Z");
const START = new Date("2026-11-20T10:10:00Z");
const now = () => NOW;
const later = (minutes: number) => () => new Date(NOW.getTime() + minutes * 60_000);
const item = (id: string, at: string, amount = 0): ModelItem => ({ id, at, amount, tags: [] });
const tableOf = (report: SyncReport, name: string, connection = "default") =>
  report.connections.find((one) => one.connection === connection)?.tables.find(({ table }) => table === name);

it("pulls every table, and says what it did", async () => {
  await using vendor = await serveModel({ items: spreadItems(60, 48, NOW) });
  await using lake = await modelLake(now);
  const events: SyncEvent[] = [];
  const report = await pull(lake, vendor, now, { on: (event) => events.push(event) });

  expect(report).toMatchObject({
    ok: true,
    connections: [{ source: "model", connection: "default", ok: true }],
  });
  expect(tableOf(report, "model_rows")).toEqual({
    table: "model_rows",
    rows: 60,
    // With the tags of every third row.
    inserted: 100,
    replaced: 0,
    slices: 9,
    failed_slices: 0,
    rejected: 0,
    requests: vendor.log.filter(({ list }) => list === "rows").length,
    from: START.toISOString(),
    to: NOW.toISOString(),
    api: "v1",
    error: null,
  });
  expect(tableOf(report, "model_changes")).toMatchObject({ rows: 60, slices: 1, requests: 3 });
  expect(tableOf(report, "model_list")).toMatchObject({ rows: 60, slices: 1, requests: 3 });
  const { model_rows, model_row_tags } = await contents(lake);
  expect([model_rows?.length, model_row_tags?.length]).toEqual([60, 40]);
  for (const table of ["model_rows", "model_changes", "model_list"]) {
    expect(await gaps(lake, table, START, NOW)).toEqual([]);
    expect(await lake.lake.watermark("default", table)).toEqual(NOW);
  }

  const rows = events.filter(({ table }) => table === "model_rows");
  expect(rows[0]).toMatchObject({ phase: "planned", slices: 9, slices_done: 0, rows: 0, paused_until: null });
  expect(rows.at(-1)).toMatchObject({
    phase: "done",
    slices: 9,
    slices_done: 9,
    slices_failed: 0,
    rows: 60,
    error: null,
  });
});

it("reads newest slices first, side by side within the source's places", async () => {
  let under_way = 0;
  let most = 0;
  await using vendor = await serveModel({
    items: spreadItems(60, 48, NOW),
    fault(_ask, response, page) {
      under_way += 1;
      most = Math.max(most, under_way);
      setTimeout(() => {
        under_way -= 1;
        json(response, page());
      }, 10);
      return true;
    },
  });
  await using lake = await modelLake(now);
  await pull(lake, vendor, now, { tables: ["model.rows"] });
  expect(most).toBe(4);
  const starts = vendor.log.filter(({ cursor }) => cursor === undefined).map(({ from }) => from);
  const newest = starts.toSorted().toReversed();
  expect(starts[0]).toBe(newest[0]);
  // The four that begin at the same time may arrive in any order.
  expect(starts.slice(1, 5).toSorted().toReversed()).toEqual(newest.slice(1, 5));

  most = 0;
  await using serial = await modelLake(now);
  await pull(serial, vendor, now, { tables: ["model_rows"], limits: { ...quick, page_concurrency: 1 } });
  expect(most).toBe(1);
});

it("shows the rows of a page before the next one comes, marked as under way", async () => {
  const [second, release] = [new EventEmitter(), new EventEmitter()];
  const asked = once(second, "asked");
  await using vendor = await serveModel({
    items: spreadItems(8, 2, NOW),
    fault(ask, response, page) {
      if (ask.cursor === undefined) return false;
      second.emit("asked");
      release.once("go", () => json(response, page()));
      return true;
    },
  });
  await using lake = await modelLake(now);
  const pulling = pull(lake, vendor, now, { tables: ["model_rows"] });
  await asked;
  await expect.poll(async () => (await contents(lake)).model_rows?.length).toBe(5);
  const states = (await lake.lake.coverage("model_rows")).map(({ state }) => state);
  expect(states).toContain("running");
  expect(await gaps(lake, "model_rows", new Date("2026-11-22T06:00:00Z"), NOW)).toHaveLength(1);
  release.emit("go");
  expect((await pulling).ok).toBe(true);
  expect((await contents(lake)).model_rows).toHaveLength(8);
});

it("takes rows that come late or change within the lookback, and asks for nothing else", async () => {
  const items = spreadItems(60, 48, NOW);
  await using vendor = await serveModel({ items });
  await using lake = await modelLake(now);
  await pull(lake, vendor, now);
  items.push(item("late", "2026-11-22T09:45:00.000Z"), item("new", "2026-11-22T10:12:00.000Z"));
  Object.assign(items[0] ?? {}, { at: "2026-11-22T09:50:00.000Z", amount: 999 });
  const asked = vendor.log.length;
  const report = await pull(lake, vendor, later(10));
  expect(vendor.log.slice(asked).filter(({ list }) => list === "rows")).toMatchObject([
    { from: "2026-11-22T09:40:00.000Z", to: "2026-11-22T10:20:00.000Z" },
  ]);
  expect(tableOf(report, "model_rows")).toMatchObject({ inserted: 2, replaced: expect.any(Number) });
  const { model_rows, model_list } = await contents(lake);
  expect(model_rows).toHaveLength(62);
  expect(model_rows).toEqual(model_list);
  expect(model_rows).toContainEqual(expect.objectContaining({ row_id: "row-00000", amount: 999 }));
});

it("marks a slice with an unreadable item as a gap, keeps its good rows, and holds the watermark", async () => {
  const items = spreadItems(60, 48, NOW);
  const bad = { ...item("bad", "2026-11-21T13:00:00.000Z"), id: 7 as unknown as string };
  await using vendor = await serveModel({ items: [...items, bad] });
  await using lake = await modelLake(now);
  const report = await pull(lake, vendor, now, { tables: ["model_rows"] });
  expect(tableOf(report, "model_rows")).toMatchObject({ rows: 60, rejected: 1, failed_slices: 1 });
  expect(tableOf(report, "model_rows")?.error).toMatch(/^1 item could not be read; the first: model_rows: /);
  const gap = ["default 2026-11-21T12:00:00.000Z 2026-11-21T18:00:00.000Z"];
  expect(await gaps(lake, "model_rows", START, NOW)).toEqual(gap);
  expect(await gaps(lake, "model_row_tags", START, NOW)).toEqual(gap);
  expect(await lake.lake.watermark("default", "model_rows")).toEqual(new Date("2026-11-21T12:00:00Z"));
  expect((await lake.lake.coverage("model_rows")).filter(({ rejected }) => rejected > 0)).toMatchObject([
    { state: "failed", rejected: 1, error: expect.stringContaining("could not be read") },
  ]);
});

it("keeps connections of one source apart", async () => {
  await using one = await serveModel({ items: [item("same", "2026-11-22T08:00:00.000Z", 1)] });
  await using two = await serveModel({ items: [item("same", "2026-11-22T09:00:00.000Z", 2)] });
  await using lake = await modelLake(now);
  await pull(lake, { one, two }, now);
  expect((await contents(lake, "one")).model_rows).toMatchObject([{ amount: 1 }]);
  expect((await contents(lake, "two")).model_rows).toMatchObject([{ amount: 2 }]);
});

it("lands rows that the vendor's clock puts into the future, and covers what was asked for", async () => {
  await using vendor = await serveModel({ items: [item("ahead", "2026-11-22T12:00:00.000Z")] });
  await using lake = await modelLake(now);
  await pull(lake, vendor, now, { tables: ["model_changes"] });
  expect((await contents(lake)).model_changes).toHaveLength(1);
  expect((await lake.lake.coverage("model_changes")).map(({ to_at }) => to_at)).toEqual([NOW]);
});

it.each([
  [["model"], ["model_rows", "model_changes", "model_list"]],
  [["model.rows"], ["model_rows"]],
  [
    ["model_changes", "model.list"],
    ["model_changes", "model_list"],
  ],
  [["model_row_tags"], ["model_rows"]],
  [["other", "model_nothing"], undefined],
])("pulls for %j the tables %j", async (tables, pulled) => {
  await using vendor = await serveModel({ items: [] });
  await using lake = await modelLake(now, modelTables({ hours: 48 }));
  const report = await pull(lake, vendor, now, { tables });
  expect(report.connections[0]?.tables.map(({ table }) => table)).toEqual(pulled);
});
