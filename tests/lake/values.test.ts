import { z } from "zod";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import * as column from "../../src/contracts/columns.ts";
import { defineTable, type AnyTable } from "../../src/contracts/table.ts";
import { numberOrText, unitsOf } from "../../src/lake/values/decimal.ts";
import { isoOf, microsOf } from "../../src/lake/values/timestamp.ts";
import { batchOf } from "./observations.ts";
import { rowsOf, temporaryLake } from "./temporary-lake.ts";

const things: AnyTable = defineTable({
  name: "test_things",
  grain: "one row per thing",
  key: ["id"],
  time: "at",
  time_moves: false,
  lookback_minutes: 0,
  row: z.object({
    id: column.id("It's the thing; drop table test_things"),
    at: column.time("When"),
    note: column.text("Text"),
    count: column.int("Whole number"),
    ratio: column.real("Number"),
    good: column.flag("Flag"),
    names: column.texts("List"),
    money: column.usd("Money"),
    data: column.json("JSON"),
  }),
  from: "elsewhere",
  map: () => [],
});
const thing = (values: Record<string, unknown>) => ({ id: "a", at: "2026-08-01T00:00:00Z", ...values });

describe("times", () => {
  it.each([
    ["2026-08-22T09:00:00Z", "2026-08-22T09:00:00.000Z"],
    ["2026-08-22T09:00:00.898123Z", "2026-08-22T09:00:00.898123Z"],
    ["2026-08-22T09:00:00.8981239Z", "2026-08-22T09:00:00.898123Z"],
    ["2026-08-22 09:00:00.5", "2026-08-22T09:00:00.500Z"],
    ["2026-08-22T09:00:00+02:00", "2026-08-22T07:00:00.000Z"],
    ["2026-08-22T09:00:00-0730", "2026-08-22T16:30:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"],
    ["1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"],
  ])("%s is %s", (text, iso) => {
    const micros = microsOf(text);
    expect(micros === undefined ? undefined : isoOf(micros)).toBe(iso);
  });

  it.each([
    "",
    "today",
    "2026-13-01",
    "2026-02-29",
    "2026-08-22T24:00:00Z",
    "2026-08-22T09:60:00Z",
    "2026-08-22T09:00",
    "2026-08-22T09:00:00.Z",
    "2026-08-22T09:00:00Zz",
  ])("%j is no time", (text) => expect(microsOf(text)).toBeUndefined());

  it("agrees with Date on every millisecond", () => {
    const moments = fc.date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, (date) => {
        const text = date.toISOString();
        expect(microsOf(text)).toBe(BigInt(date.getTime()) * 1_000n);
        expect(isoOf(BigInt(date.getTime()) * 1_000n)).toBe(text);
      }),
    );
  });
});

describe("money", () => {
  it.each([
    ["0.0041225", 41_225_000n],
    ["1e-8", 100n],
    ["1.5E+3", 15_000_000_000_000n],
    ["0.00000000005", 1n],
    ["0.00000000004999999", 0n],
    ["-0.00000000005", -1n],
    ["12345678.1234567891", 123_456_781_234_567_891n],
    ["99999999.9999999999", 999_999_999_999_999_999n],
    [".5", 5_000_000_000n],
    ["5.", 50_000_000_000n],
    ["0e99", 0n],
    ["1e-9999", 0n],
  ])("%s is %s units", (text, units) => expect(unitsOf(text)).toBe(units));

  it.each(["", ".", "abc", "1,5", "100000000", "99999999.99999999995", "1e20", "NaN", "0x10"])(
    "%j is no money",
    (text) => {
      expect(unitsOf(text)).toBeUndefined();
    },
  );

  it("reads back what it was given", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }), (units) => {
        expect(unitsOf(String(numberOrText(units, 10)))).toBe(units);
      }),
    );
  });
});

describe("a row", () => {
  it("comes back as it went in", async () => {
    const lake = await temporaryLake([things]);
    const hostile = "'; drop table test_things; -- \" \u0000 \\ $1 \ud83d\ude00 \u202e";
    const row = {
      at: "2026-08-01T12:00:00.123456Z",
      note: hostile,
      count: Number.MAX_SAFE_INTEGER,
      ratio: 0.1,
      good: false,
      names: [hostile, ""],
      money: "0.0000000123",
      data: JSON.stringify({ [hostile]: [1, null, hostile] }),
    };
    await lake.ingest(batchOf("test_things", [{ id: hostile, ...row }]));
    expect(await rowsOf(lake, "select * exclude (connection, synced_at) from test_things")).toEqual([
      { id: hostile, ...row, money: 1.23e-8, data: { [hostile]: [1, null, hostile] } },
    ]);
  });

  it("holds money to the tenth place, also where a number could not", async () => {
    const lake = await temporaryLake([things]);
    const rows = ["12345678.1234567891", "0.1", "0.2"].map((money, index) =>
      thing({ id: String(index), money }),
    );
    await lake.ingest(batchOf("test_things", rows));
    expect(await rowsOf(lake, "select sum(money) as total from test_things")).toEqual([
      { total: "12345678.4234567891" },
    ]);
  });

  it("loses an odd value, not itself, and says so", async () => {
    const warnings: string[] = [];
    const { lakeIn, temporaryFolder } = await import("./temporary-lake.ts");
    const { pino } = await import("pino");
    const log = pino({ level: "warn" }, { write: (line) => void warnings.push(line) });
    const lake = await lakeIn(`${temporaryFolder()}/lake.duckdb`, [things], { log });
    await lake.ingest(
      batchOf("test_things", [
        thing({ count: 1.5, money: "lots", ratio: Infinity, good: "yes", names: [1] }),
      ]),
    );
    expect(await rowsOf(lake, "select count, money, ratio, good, names from test_things")).toEqual([
      { count: null, money: null, ratio: null, good: null, names: null },
    ]);
    expect(warnings.join("")).toMatch(
      /test_things\.count.*test_things\.ratio.*test_things\.good.*test_things\.names.*test_things\.money/s,
    );
  });

  it("has no place without a key and a time: the slice keeps a gap", async () => {
    const lake = await temporaryLake([things]);
    const slice = { from: new Date("2026-08-01T00:00:00Z"), to: new Date("2026-08-02T00:00:00Z") };
    await lake.ingest(
      batchOf("test_things", [thing({ at: "soon" }), thing({ id: null }), thing({ id: "b" })], { slice }),
    );
    expect(await rowsOf(lake, "select id from test_things")).toEqual([{ id: "b" }]);
    expect(await lake.coverage("test_things")).toMatchObject([{ rejected: 2, rows: 3 }]);
    expect(await lake.uncovered("test_things", slice)).toEqual([{ connection: "main", window: slice }]);
  });

  it("keeps text that is no JSON as a JSON string", async () => {
    const lake = await temporaryLake([things]);
    const broken = ['{"a": ', '"\\ud800"', "", "plain"];
    await lake.ingest(
      batchOf(
        "test_things",
        broken.map((data, index) => thing({ id: String(index), data })),
      ),
    );
    expect(
      await rowsOf(lake, "select json_type(data) as type, data ->> '$' as text from test_things order by id"),
    ).toEqual(broken.map((text) => ({ type: "VARCHAR", text })));
  });

  it("is one row when keys differ in nothing that DuckDB can hold", async () => {
    const lake = await temporaryLake([things]);
    const rows = ["\ud800", "\ud801", "\ufffd"].map((id) => thing({ id }));
    await lake.ingest(batchOf("test_things", rows));
    await lake.ingest(batchOf("test_things", rows.slice(0, 1)));
    expect(await rowsOf(lake, "select count(*) as n from test_things")).toEqual([{ n: 1 }]);
  });
});
