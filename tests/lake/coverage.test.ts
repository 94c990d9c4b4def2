import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import type { CoverageRow } from "../../src/contracts/ingest.ts";
import { defineTable, type AnyTable } from "../../src/contracts/table.ts";
import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import { uncoveredIn } from "../../src/lake/coverage/questions.ts";
import { recorded } from "../../src/lake/coverage/record.ts";
import { batchOf, observation } from "./observations.ts";
import { OBSERVATIONS, temporaryLake } from "./temporary-lake.ts";

const HOUR = 3_600_000;
const START = Date.parse("2026-08-01T00:00:00Z");
const at = (hour: number) => new Date(START + hour * HOUR);
const window = (from: number, to: number) => ({ from: at(from), to: at(to) });

const entry = (from: number, to: number, values: Partial<CoverageRow> = {}): CoverageRow => ({
  connection: "main",
  table: OBSERVATIONS,
  from_at: at(from),
  to_at: at(to),
  state: "complete",
  api: "v2",
  rows: 1,
  rejected: 0,
  error: null,
  fetched_at: at(to),
  ...values,
});

const spans = (ledger: CoverageRow[]) =>
  ledger.map(({ from_at, to_at, state }) => [
    (from_at.getTime() - START) / HOUR,
    (to_at.getTime() - START) / HOUR,
    state,
  ]);

describe("the ledger of a table", () => {
  it("adds up the pages of one slice and puts its end in their place", () => {
    const began = { fetched_at: at(30), api: "v2" };
    let ledger = recorded([], entry(0, 24, { state: "running", rows: 100, ...began }), 0);
    ledger = recorded(
      ledger,
      entry(0, 24, { state: "running", rows: 50, rejected: 1, error: "odd", ...began }),
      0,
    );
    expect(ledger).toMatchObject([{ state: "running", rows: 150, rejected: 1, error: "odd" }]);
    ledger = recorded(ledger, entry(0, 24, { rows: 7, ...began }), 0);
    expect(ledger).toMatchObject([{ state: "complete", rows: 157, rejected: 1, error: "odd" }]);
  });

  it("starts anew when a slice is read again", () => {
    let ledger = recorded(
      [],
      entry(0, 24, { state: "running", rows: 100, rejected: 2, fetched_at: at(30) }),
      0,
    );
    ledger = recorded(ledger, entry(0, 24, { rows: 120, fetched_at: at(31) }), 0);
    expect(ledger).toMatchObject([{ state: "complete", rows: 120, rejected: 0 }]);
  });

  it("keeps what an earlier slice fetched while the same window is read again, and when that fails", () => {
    let ledger = recorded([], entry(0, 24), 0);
    ledger = recorded(ledger, entry(0, 24, { state: "running", fetched_at: at(30) }), 0);
    ledger = recorded(ledger, entry(0, 24, { state: "failed", fetched_at: at(30) }), 0);
    expect(spans(ledger)).toEqual([
      [0, 24, "complete"],
      [0, 24, "failed"],
    ]);
    expect(uncoveredIn(ledger, window(0, 24))).toEqual([]);
    expect(spans(recorded(ledger, entry(0, 24, { fetched_at: at(31) }), 0))).toEqual([[0, 24, "complete"]]);
  });

  it("forgets a failed slice bit by bit as its parts are fetched", () => {
    let ledger = recorded([], entry(0, 24, { state: "failed" }), 0);
    ledger = recorded(ledger, entry(12, 24, { fetched_at: at(25) }), 0);
    expect(spans(ledger)).toEqual([
      [0, 12, "failed"],
      [12, 24, "complete"],
    ]);
    expect(spans(recorded(ledger, entry(0, 12, { fetched_at: at(25) }), 0))).toEqual([
      [0, 12, "complete"],
      [12, 24, "complete"],
    ]);
  });

  it("holds one failed row for a source that is down, however often it is tried", () => {
    let ledger: CoverageRow[] = [];
    for (let hour = 1; hour < 50; hour += 1) {
      ledger = recorded(ledger, entry(0, hour, { state: "failed", fetched_at: at(hour) }), 0);
    }
    expect(spans(ledger)).toEqual([[0, 49, "failed"]]);
  });

  it("stays small when a sync every five minutes reads the last hour again", () => {
    let ledger: CoverageRow[] = [];
    for (let hour = 1; hour < 30 * 24; hour += 1 / 12) {
      ledger = recorded(ledger, entry(hour - 65 / 60, hour, { fetched_at: at(hour) }), 60);
    }
    expect(ledger.length).toBeLessThan(30 + 13 + 24 * 12);
    expect(uncoveredIn(ledger, window(0, 30 * 24 - 1))).toEqual([]);
  });

  it("covers what a naive model of minutes covers", () => {
    const slice = fc.record({
      from: fc.nat(40),
      length: fc.nat(12),
      state: fc.constantFrom("complete" as const, "failed" as const, "running" as const),
      rejected: fc.constantFrom(0, 0, 0, 1),
      days: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(slice, { maxLength: 25 }), fc.nat(40), fc.nat(20), (slices, from, length) => {
        const covered = new Set<number>();
        let ledger: CoverageRow[] = [];
        let now = 60;
        for (const { from: start, length: hours, state, rejected, days } of slices) {
          now += days * 24 + 1;
          ledger = recorded(
            ledger,
            entry(start, start + hours, { state, rejected, fetched_at: at(now) }),
            60,
          );
          if (state !== "complete" || rejected > 0) continue;
          for (let hour = start; hour < start + hours; hour += 1) covered.add(hour);
        }
        if (ledger.length === 0) return;
        const holes = new Set<number>();
        for (const hole of uncoveredIn(ledger, window(from, from + length))) {
          const [low, high] = [hole.window.from, hole.window.to].map(
            (date) => (date.getTime() - START) / HOUR,
          );
          for (let hour = low ?? 0; hour < (high ?? 0); hour += 1) holes.add(hour);
        }
        for (let hour = from; hour < from + length; hour += 1)
          expect(holes.has(hour)).toBe(!covered.has(hour));
      }),
      { numRuns: 500 },
    );
  });
});

const parts: AnyTable = defineTable({
  name: "langfuse_parts",
  grain: "one row per part",
  key: ["part_id"],
  time: "started_at",
  time_moves: false,
  lookback_minutes: 0,
  row: z.object({ part_id: column.id("Part"), started_at: column.time("When") }),
  from: OBSERVATIONS,
  map: () => [],
});

describe("the lake's coverage", () => {
  const slice = window(0, 24);
  const row = observation({ observation_id: "a", started_at: "2026-08-01T10:00:00Z" });

  it("is that of the feeding table for tables filled from it", async () => {
    const lake = await temporaryLake([langfuseObservations, parts]);
    const rows = {
      [OBSERVATIONS]: [row],
      langfuse_parts: [1, 2].map((part) => ({ part_id: `${part}`, started_at: "2026-08-01T10:00:00Z" })),
    };
    await lake.ingest({ ...batchOf(OBSERVATIONS, []), rows, slice, watermark: at(24) });
    expect(await lake.coverage("langfuse_parts")).toMatchObject([
      { table: "langfuse_parts", rows: 2, state: "complete" },
    ]);
    expect(await lake.coverage()).toHaveLength(2);
    expect(await lake.watermark("main", "langfuse_parts")).toEqual(at(24));
    expect(await lake.watermark("main", OBSERVATIONS)).toEqual(at(24));
    expect(await lake.watermark("other", OBSERVATIONS)).toBeUndefined();
  });

  it("answers for views and rollups with the tables they are made from", async () => {
    const lake = await temporaryLake();
    await lake.ingest(batchOf(OBSERVATIONS, [row], { slice }));
    await lake.ingest(batchOf(OBSERVATIONS, [row], { slice: window(0, 6), connection: "other" }));
    for (const name of [
      "llm_observations",
      "llm_cost_hourly",
      "langfuse_traces",
      "langfuse_sessions",
      OBSERVATIONS,
    ]) {
      expect(await lake.uncovered(name, window(3, 26))).toEqual([
        { connection: "main", window: window(24, 26) },
        { connection: "other", window: window(6, 26) },
      ]);
      expect(await lake.connections(name)).toEqual(["main", "other"]);
    }
    expect(await lake.uncovered("sentinel_services", slice)).toEqual([]);
  });

  it("says what is missing as of the last batch, whenever it was asked before", async () => {
    const lake = await temporaryLake();
    const missing = async () => (await lake.uncovered("llm_cost_hourly", slice)).map((hole) => hole.window);
    expect(await missing()).toEqual([]);
    await lake.ingest(batchOf(OBSERVATIONS, [row], { slice: window(0, 6) }));
    expect(await Promise.all([missing(), missing()])).toEqual([[window(6, 24)], [window(6, 24)]]);
    const asked = missing();
    await lake.ingest(batchOf(OBSERVATIONS, [], { slice: window(6, 20) }));
    await asked;
    expect(await missing()).toEqual([window(20, 24)]);
    await lake.retain({ [OBSERVATIONS]: 0 }, at(24));
    expect(await lake.connections("llm_cost_hourly")).toEqual([]);
  });

  it("names the tables that an unknown one may have meant", async () => {
    const lake = await temporaryLake();
    await expect(lake.coverage("langfuse_observation")).rejects.toMatchObject({
      code: "not_found",
      hint: expect.stringContaining(OBSERVATIONS),
    });
    await expect(lake.uncovered("nothing", slice)).rejects.toMatchObject({ code: "not_found" });
  });
});
