import { expect, it } from "vitest";

import type { AnyTable, Feed } from "../../src/contracts/table.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { sync, type SyncConnection, type SyncOptions } from "../../src/sync/run.ts";
import { gaps, modelLake, quick, silent, type ModelLake } from "./model/lake.ts";
import { memoryConnection, memoryTable, page } from "./model/memory.ts";

const NOW = new Date("2026-11-22T00:00:00Z");
const START = new Date("2026-11-20T00:00:00Z");
const now = () => NOW;

const good = memoryTable("memory_good", async function* () {
  yield page([{ id: "a", at: "2026-11-21T00:00:00Z", amount: 1 }]);
});

async function run(lake: ModelLake, connection: SyncConnection, more: Partial<SyncOptions> = {}) {
  const report = await sync({
    lake: lake.lake,
    connections: [connection],
    limits: quick,
    now,
    log: silent,
    ...more,
  });
  return report.connections[0]?.tables.map(({ table, rows, error }) => ({ table, rows, error }));
}

/** Pulls a table that behaves so beside a good one, and gives the reason of its gap. */
async function outcome(pull: Feed<unknown>["pull"], more: Partial<SyncOptions> = {}) {
  const tables: AnyTable[] = [memoryTable("memory_odd", pull), good];
  await using lake = await modelLake(now, tables);
  const reports = await run(lake, memoryConnection(tables), more);
  expect(reports?.[1]).toEqual({ table: "memory_good", rows: 2, error: null });
  const { rows, error } = reports?.[0] ?? {};
  return { rows, error, gaps: await gaps(lake, "memory_odd", START, NOW) };
}

const everything = [`default ${START.toISOString()} ${NOW.toISOString()}`];

it("gives up on a source that hangs, and on one that ignores the end of the run", async () => {
  const limits = { ...quick, page_ms: 50 };
  const stuck = await outcome(
    // oxlint-disable-next-line require-yield -- a source that never gets to its first page
    async function* () {
      await new Promise(() => undefined);
    },
    { limits },
  );
  expect(stuck).toEqual({ rows: 0, error: "no page came within 50 ms", gaps: everything });
});

it("takes any error of a source as a gap with its reason, secrets cut out", async () => {
  const thrown = await outcome(() => {
    throw new TypeError("cannot read memory-secret\u001b[2J");
  });
  expect(thrown).toEqual({ rows: 0, error: "cannot read [redacted] [2J", gaps: everything });
});

it("starts a slice again when its cursor expires, at most three times", async () => {
  let starts = 0;
  const expired = await outcome(async function* () {
    starts += 1;
    yield page([{ id: "x", at: "2026-11-21T01:00:00Z", amount: 1 }], "next");
    throw new UpstreamError("cursor_expired", "gone");
  });
  expect(expired).toMatchObject({ error: "the cursor expired 4 times: gone", gaps: everything });
  expect(starts).toBe(2 * 4);

  const tries = new Map<number, number>();
  const passes = await outcome(async function* (_client, { from }) {
    const tried = (tries.get(from.getTime()) ?? 0) + 1;
    tries.set(from.getTime(), tried);
    yield page([{ id: `x${from.getTime()}`, at: from.toISOString(), amount: tried }], "next");
    if (tried <= 3) throw new UpstreamError("cursor_expired", "gone");
  });
  expect(passes).toMatchObject({ error: null, gaps: [] });
});

it("fails a slice whose cursor repeats, also after a while", async () => {
  const cycle = ["a", "b", "c", "b"];
  const repeated = await outcome(async function* () {
    for (const cursor of cycle) yield page([], cursor);
  });
  expect(repeated).toMatchObject({
    error: "the vendor gave the cursor b twice, so its pages never end",
    gaps: everything,
  });
});

it("lets the lists of one slice count their cursors anew", async () => {
  const lists = await outcome(async function* (_client, { from }) {
    for (const list of ["one", "two", "three"]) {
      yield {
        ...page([{ id: `${list}${from.getTime()}`, at: from.toISOString(), amount: 1 }], "0:100:0"),
        parent: list,
      };
      yield { ...page([], "0:200:0"), parent: list };
      yield page([]);
    }
  });
  expect(lists).toEqual({ rows: 6, error: null, gaps: [] });
});

it("goes on over empty pages, but not for ever", async () => {
  const some = await outcome(async function* (_client, { from }) {
    for (let number = 0; number < 50; number += 1) yield page([], String(number));
    yield page([{ id: String(from.getTime()), at: from.toISOString(), amount: 1 }]);
  });
  expect(some).toEqual({ rows: 2, error: null, gaps: [] });
  const many = await outcome(async function* () {
    for (let number = 0; ; number += 1) yield page([], String(number));
  });
  expect(many).toMatchObject({
    error: "51 empty pages in a row, each with a further cursor",
    gaps: everything,
  });
});

it("stops asking after three slices in a row have failed", async () => {
  let asked = 0;
  const tables = [
    memoryTable(
      "memory_down",
      () => {
        asked += 1;
        throw new UpstreamError("unavailable", "answered 500");
      },
      { slicing: { kind: "window", hours: 1 } },
    ),
  ];
  await using lake = await modelLake(now, tables);
  const report = await run(lake, memoryConnection(tables));
  expect(report).toEqual([{ table: "memory_down", rows: 0, error: "answered 500" }]);
  expect(asked).toBeLessThanOrEqual(3 + 4);
  expect(await gaps(lake, "memory_down", START, NOW)).toEqual(everything);
  const reasons = (await lake.lake.coverage("memory_down")).map(({ error }) => error);
  expect(new Set(reasons)).toEqual(new Set(["answered 500", "not tried: 3 slices in a row failed"]));
});

it.each([
  [
    "a refusal",
    new UpstreamError("denied", "no such key memory-secret"),
    "no such key [redacted] (it needs none)",
  ],
  ["an accident", new Error("boom"), "boom"],
])("says for every table that connecting ended in %s", async (_name, error, reason) => {
  const tables = [good];
  await using lake = await modelLake(now, tables);
  const refuse = () => Promise.reject(error);
  expect(await run(lake, memoryConnection(tables, refuse))).toEqual([
    { table: "memory_good", rows: 0, error: reason },
  ]);
  expect(await lake.lake.coverage("memory_good")).toMatchObject([{ state: "failed", error: reason }]);
});

it("closes the client, whatever happened, and does not mind when that fails", async () => {
  let closed = 0;
  await using lake = await modelLake(now, [good]);
  const close = () => {
    closed += 1;
    return Promise.reject(new Error("cannot"));
  };
  expect(await run(lake, memoryConnection([good], undefined, close))).toMatchObject([{ error: null }]);
  expect(closed).toBe(1);
});

it("rejects when the lake does: there is nothing to fetch for", async () => {
  const tables: AnyTable[] = [];
  await using lake = await modelLake(now, tables);
  tables.push(good);
  await expect(run(lake, memoryConnection(tables))).rejects.toThrow("memory_good");
});

it("counts requests that a source sends by itself, per table, through `admit`", async () => {
  const tables = ["memory_one", "memory_two"].map((name, index) =>
    memoryTable(name, async function* (client) {
      for (let asked = 0; asked <= index; asked += 1) await (client as () => Promise<void>)();
      yield page([]);
    }),
  );
  const connection = memoryConnection(tables);
  connection.source.connect = async (_config, ports) => ports.admit;
  await using lake = await modelLake(now, tables);
  const report = await sync({ lake: lake.lake, connections: [connection], limits: quick, now, log: silent });
  expect(report.connections[0]?.tables.map(({ requests }) => requests)).toEqual([2, 4]);
});
