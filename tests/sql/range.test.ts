/** A statement of the console over a range that is given beside it. */
import { afterAll, beforeAll, expect, it } from "vitest";

import { errorOf, openHouse, type House } from "../api/house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const asked = (sql: string, range?: object) => house.send("POST", "/api/sql", { body: { sql, range } });

it("has the ends as moments, whatever they are compared with, counted back from now", async () => {
  const sql = `select $from as a, $to - interval 7 day as b, date_trunc('day', $from) as c, timestamptz '2026-03-02 11:00:00+00' >= $from as d,
    date '2026-03-01' < $to as e, (select count(*) from langfuse_traces where started_at between $from and $to) as f`;
  const { rows, range } = (await (await asked(sql, { from: "now-1h", to: "now" })).json()) as {
    rows: unknown[];
    range: unknown;
  };
  expect(range).toEqual({ from: "2026-03-02T11:00:00.000Z", to: "2026-03-02T12:00:00.000Z" });
  expect(rows).toEqual([
    {
      a: "2026-03-02T11:00:00.000Z",
      b: "2026-02-23T12:00:00.000Z",
      c: "2026-03-02T00:00:00.000Z",
      d: true,
      e: true,
      f: 0,
    },
  ]);
});

it("may leave them unused, in a comment and in a text too", async () => {
  const answer = await asked("select '$from' as a -- $to", { from: "2026-03-01T00:00:00Z", to: "now" });
  expect(await answer.json()).toMatchObject({ rows: [{ a: "$from" }] });
});

it.each([
  ["select $from as a", undefined, "$from has no value"],
  ["select $since as a", { from: "now-1h", to: "now" }, "$since has no value"],
  ["select 1 as a", { from: "yesterday", to: "now" }, "from is not a moment"],
  ["select 1 as a", { from: "now-999999999999w", to: "now" }, "from is not a moment"],
  ["select 1 as a", { from: "now", to: "now-1h" }, "is empty"],
])("refuses %s over %o", async (sql, range, message) => {
  const error = await errorOf(await asked(sql, range));
  expect(error).toMatchObject({ status: 422, code: "invalid" });
  expect(JSON.stringify(error)).toContain(message);
});
