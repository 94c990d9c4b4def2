import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import { defineTable, type AnyTable } from "../../src/contracts/table.ts";
import { batchOf } from "./observations.ts";
import { rowsOf, temporaryLake } from "./temporary-lake.ts";

const things: AnyTable = defineTable({
  name: "test_rows",
  grain: "one row per thing",
  key: ["id"],
  time: "seen_at",
  time_moves: false,
  lookback_minutes: 0,
  row: z.object({
    id: column.id("Key"),
    seen_at: column.time("When"),
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

/** Around the twelve bytes that a text has room for in its vector, and with halves of characters that must not join. */
const text = fc.oneof(
  fc.string({ maxLength: 14, unit: "binary" }),
  fc.string({ maxLength: 40, unit: "grapheme" }),
  fc.constantFrom(
    "",
    "twelve bytes",
    "thirteen bytes",
    "\ud83d",
    "\udca1 half",
    "a\0b",
    "ä".repeat(6),
    "x".repeat(70_000),
  ),
);
const thing = fc.record({
  seen_at: fc
    .date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T00:00:00Z"),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString()),
  note: fc.option(text),
  count: fc.option(fc.maxSafeInteger()),
  ratio: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  good: fc.option(fc.boolean()),
  names: fc.option(fc.array(text, { maxLength: 3 })),
  money: fc.option(fc.integer().map((units) => (units / 1e4).toFixed(4))),
  data: fc.option(fc.json()),
});

const whole = (value: string) => Buffer.from(value).toString();

it("keeps every value of every column, whatever stands beside it", async () => {
  const lake = await temporaryLake([things]);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(thing, { minLength: 1, maxLength: 60 }), async (values) => {
      const prefix = `${(run += 1)}-`;
      const rows = values.map((value, index) => ({
        id: `${prefix}${String(index).padStart(3, "0")}`,
        ...value,
      }));
      await lake.ingest(batchOf("test_rows", rows));
      const stored = await rowsOf(
        lake,
        `select id, seen_at, note, count::varchar as count, ratio, good, names, money::varchar as money, data::varchar as data
        from test_rows where starts_with(id, '${prefix}') order by id`,
      );
      expect(stored).toEqual(
        rows.map((row) => ({
          ...row,
          note: row.note === null ? null : whole(row.note),
          count: row.count === null ? null : String(row.count),
          names: row.names?.map(whole) ?? null,
          money: row.money === null ? null : `${row.money}000000`,
          ratio: row.ratio,
        })),
      );
    }),
    { numRuns: 60 },
  );
}, 120_000);
