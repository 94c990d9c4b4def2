import { describe, expect, it } from "vitest";

import type { CoverageRow } from "../../src/contracts/ingest.ts";
import { planSlices, watermarkAfter, type PlanInput } from "../../src/sync/plan.ts";

const at = (text: string) => new Date(`2026-11-${text}Z`);
const now = at("22T10:20:00");

function ledgerRow(from: Date, to: Date, fetched: Date, more: Partial<CoverageRow> = {}): CoverageRow {
  const place = { connection: "default", table: "model_rows", api: "v1", rows: 0, rejected: 0, error: null };
  return { ...place, from_at: from, to_at: to, fetched_at: fetched, state: "complete", ...more };
}

const short = (date: Date) => date.toISOString().slice(8, 16);

function windows(input: Partial<PlanInput>): string[] {
  const defaults: PlanInput = {
    slicing: { kind: "window", hours: 6 },
    lookback_minutes: 30,
    history_days: 1,
    now,
    since: undefined,
    watermark: undefined,
    ledger: [],
  };
  return planSlices({ ...defaults, ...input }).slices.map(({ from, to }) => `${short(from)}..${short(to)}`);
}

describe("a first sync", () => {
  it("cuts the history at fixed boundaries, newest first", () => {
    const slices = ["22T06:00..22T10:20", "22T00:00..22T06:00", "21T18:00..22T00:00", "21T12:00..21T18:00"];
    expect(windows({})).toEqual([...slices, "21T10:20..21T12:00"]);
    expect(windows({ now: at("22T10:25:00") }).slice(1, 4)).toEqual(slices.slice(1));
  });

  it("reaches as far as `since` says, both ways", () => {
    expect(windows({ since: at("22T08:00:00") })).toEqual(["22T08:00..22T10:20"]);
    expect(windows({ since: at("20T00:00:00") })).toHaveLength(10);
  });

  it("is one slice where the vendor takes a lower bound only, or none", () => {
    expect(windows({ slicing: { kind: "since" } })).toEqual(["21T10:20..22T10:20"]);
    expect(windows({ slicing: { kind: "snapshot" } })).toEqual(["01T00:00..22T10:20"]);
  });
});

describe("a later sync", () => {
  const first = ledgerRow(at("21T09:00:00"), at("22T10:00:00"), at("22T10:00:00"));
  const watermark = at("22T10:00:00");

  it("reads the lookback again and what is new", () => {
    expect(windows({ watermark, ledger: [first] })).toEqual(["22T09:30..22T10:20"]);
    expect(windows({ watermark, ledger: [first], slicing: { kind: "since" } })).toEqual([
      "22T09:30..22T10:20",
    ]);
  });

  it("goes back to the last sync when that is longer ago than the history", () => {
    const old = ledgerRow(at("01T00:00:00"), at("18T00:00:00"), at("18T00:00:00"));
    const slices = windows({ watermark: at("18T00:00:00"), ledger: [old] });
    expect([slices.at(-1), slices.length]).toEqual(["17T23:30..18T00:00", 19]);
  });

  it("plans the holes of earlier failures again, however old, and nothing beside them", () => {
    const failed = ledgerRow(at("10T01:00:00"), at("10T03:00:00"), at("22T10:00:00"), { state: "failed" });
    const rejected = ledgerRow(at("21T19:00:00"), at("21T20:00:00"), at("22T10:00:00"), { rejected: 1 });
    const torn = ledgerRow(at("22T01:00:00"), at("22T02:00:00"), at("22T10:00:00"), { state: "running" });
    const whole = [
      ledgerRow(at("21T09:00:00"), at("21T19:00:00"), at("22T10:00:00")),
      ledgerRow(at("21T20:00:00"), at("22T01:00:00"), at("22T10:00:00")),
      ledgerRow(at("22T02:00:00"), at("22T10:00:00"), at("22T10:00:00")),
    ];
    expect(windows({ watermark, ledger: [failed, rejected, torn, ...whole] })).toEqual([
      "22T09:30..22T10:20",
      "22T01:00..22T02:00",
      "21T19:00..21T20:00",
      "10T01:00..10T03:00",
    ]);
    expect(windows({ watermark, ledger: [failed, ...whole], slicing: { kind: "since" } })).toEqual([
      "10T01:00..22T10:20",
    ]);
  });

  it("reads a filled hole again until rows can no longer arrive late", () => {
    const early = ledgerRow(at("21T09:00:00"), at("22T10:00:00"), at("22T09:45:00"));
    expect(windows({ watermark, ledger: [early] })).toEqual(["22T09:15..22T10:20"]);
  });

  it("extends with `since` and never drops the lookback", () => {
    expect(windows({ watermark, ledger: [first], since: at("22T10:10:00") })).toEqual(["22T09:30..22T10:20"]);
    expect(windows({ watermark, ledger: [first], since: at("21T07:00:00") })).toEqual([
      "22T09:30..22T10:20",
      "21T07:00..21T09:00",
    ]);
  });

  it("plans nothing when the clock went back", () => {
    expect(windows({ watermark, ledger: [first], now: at("22T09:00:00") })).toEqual([]);
  });
});

describe("the watermark", () => {
  const input = {
    slicing: { kind: "window", hours: 6 },
    lookback_minutes: 30,
    history_days: 1,
    now,
  } as const;
  const first = planSlices({ ...input, since: undefined, watermark: undefined, ledger: [] });
  const slice = (index: number) => first.slices.slice(index, index + 1);

  it("moves to now when nothing is left open", () => {
    expect(watermarkAfter(first, [], undefined)).toEqual(now);
  });

  it("moves to the oldest slice that is open, and not at all when that is the first", () => {
    expect(watermarkAfter(first, [...slice(0), ...slice(2)], undefined)).toEqual(at("21T18:00:00"));
    expect(watermarkAfter(first, first.slices, undefined)).toBeUndefined();
  });

  it("never moves back", () => {
    const watermark = at("22T10:00:00");
    const later = planSlices({ ...input, since: at("20T00:00:00"), watermark, ledger: [] });
    expect(watermarkAfter(later, later.slices.slice(0, 1), watermark)).toBeUndefined();
  });

  it("is not held by an older reach of `since`", () => {
    const watermark = at("22T10:00:00");
    const later = planSlices({ ...input, since: at("20T00:00:00"), watermark, ledger: [] });
    expect(watermarkAfter(later, later.slices.slice(-1), watermark)).toEqual(now);
  });
});
