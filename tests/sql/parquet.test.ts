/** The rows of a statement as a file: the same guard, the same limits, types kept. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { readParquet } from "../../src/lake/read-parquet.ts";
import { errorOf, openHouse, type House } from "../api/house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ settings: { sql: { max_rows: 5_000, deadline_ms: 3_000 } } });
});
afterAll(() => house.close());

const exported = (sql: string) => house.send("POST", "/api/sql/parquet", { body: { sql } });

async function rowsOf(answer: Response): Promise<unknown[]> {
  const file = join(house.folder, "answer.parquet");
  writeFileSync(file, new Uint8Array(await answer.arrayBuffer()));
  const rows: unknown[] = [];
  for await (const { value } of readParquet(file)) rows.push(value);
  return rows;
}

it("holds names and values as they are", async () => {
  const answer = await exported(
    `select 1.5::decimal(18, 3) as "a ""b""", [1, 2] as l, {'k; drop': 'it''s'} as s, timestamp '2026-03-02 12:00' as t, '=1+1' as f, 1 as x, 2 as x`,
  );
  expect(answer.headers.get("content-type")).toBe("application/vnd.apache.parquet");
  expect(answer.headers.get("content-disposition")).toContain("sentinel.parquet");
  const [row] = await rowsOf(answer);
  expect(Object.values(row as object)).toEqual([
    "1.500",
    ["1", "2"].map(Number),
    { "k; drop": "it's" },
    "2026-03-02 12:00:00",
    "=1+1",
    1,
    2,
  ]);
});

it("is cut at the cap of rows and says so", async () => {
  const answer = await exported("select range as n from range(1000000)");
  expect(answer.headers.get("x-sentinel-rows")).toBe("5000");
  expect(answer.headers.get("x-sentinel-truncated")).toBe("true");
  expect(await rowsOf(answer)).toHaveLength(5_000);
  const whole = await exported("select range as n from range(5000)");
  expect(whole.headers.get("x-sentinel-truncated")).toBe("false");
});

it("is a file of nothing for no rows", async () => {
  expect(await rowsOf(await exported("select 1 as n where false"))).toEqual([]);
});

it.each(["copy (select 1) to 'x.parquet'", "select * from read_text('/etc/passwd')", "select 1; select 2"])(
  "refuses %s",
  async (sql) => {
    expect(await errorOf(await exported(sql))).toMatchObject({ status: 422, code: "invalid" });
  },
);

it("is stopped at the deadline", async () => {
  const answer = await exported(
    "select count(*) from range(10000000) a, range(10000000) b where a.range < -b.range",
  );
  expect(await errorOf(answer)).toMatchObject({ status: 503, code: "busy" });
});
