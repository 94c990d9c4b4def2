import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Lake } from "../../src/lake/open.ts";
import { batchOf, observation } from "./observations.ts";
import { OBSERVATIONS, openTemporaryLake, rowsOf, temporaryLake } from "./temporary-lake.ts";

const LONG = "select count(*) as n from range(1000000) a, range(1000000) b where a.range + b.range = -1";

describe("an answer", () => {
  it("holds values as JSON can, without losing any", async () => {
    const lake = await temporaryLake();
    const { columns, rows, truncated } = await lake.ask(`
      select timestamp '2026-08-22 09:00:00.000001' as micros, timestamp '2026-08-22 09:00:00' as whole, date '2026-08-22' as day,
          timestamptz '2026-08-22 09:00:00+02' as zoned, 0.1::decimal(18, 10) as small, 12345678901234567.5::decimal(38, 10) as large,
          9007199254740991 as safe, 9007199254740993 as unsafe, sum(i)::hugeint as huge, [1.5::decimal(4, 1), null] as list,
          {'a': timestamp '2026-08-22 09:00:00', 'b': [1]} as struct, map {'k': 1} as pairs, '{"a":[1,null]}'::json as json,
          'nan'::double as nan, 'ab'::blob as bytes, null as nothing, interval 90 minutes as span
      from range(3) r(i)`);
    expect(rows).toEqual([
      {
        micros: "2026-08-22T09:00:00.000001Z",
        whole: "2026-08-22T09:00:00.000Z",
        day: "2026-08-22",
        zoned: "2026-08-22T07:00:00.000Z",
        small: 0.1,
        large: "12345678901234567.5",
        safe: 9007199254740991,
        unsafe: "9007199254740993",
        huge: 3,
        list: [1.5, null],
        struct: { a: "2026-08-22T09:00:00.000Z", b: [1] },
        pairs: [{ key: "k", value: 1 }],
        json: { a: [1, null] },
        nan: null,
        bytes: "6162",
        nothing: null,
        span: "01:30:00",
      },
    ]);
    expect(columns.slice(0, 5).map(({ type }) => type)).toEqual([
      "TIMESTAMP",
      "TIMESTAMP",
      "DATE",
      "TIMESTAMP WITH TIME ZONE",
      "DECIMAL(18,10)",
    ]);
    expect(truncated).toBe(false);
    expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
  });

  it("is cut at the cap and says so", async () => {
    const lake = await temporaryLake();
    const sql = "select range as n from range(5000)";
    expect(await lake.ask(sql, {}, { max_rows: 3 })).toMatchObject({
      rows: [{ n: 0 }, { n: 1 }, { n: 2 }],
      truncated: true,
    });
    expect(await lake.ask(sql, {}, { max_rows: 5000 })).toMatchObject({ truncated: false });
  });

  it("names columns of one name apart", async () => {
    const lake = await temporaryLake();
    const { columns, rows } = await lake.ask("select 1 as a, 2 as a");
    expect(Object.values(rows[0] ?? {})).toEqual([1, 2]);
    expect(Object.keys(rows[0] ?? {})).toEqual(columns.map(({ name }) => name));
  });
});

describe("parameters", () => {
  it("have the type that the statement casts them to", async () => {
    const lake = await temporaryLake();
    const sql = `select $at::timestamp as at, $name::varchar as name, $count::bigint as count, $share::double as share,
      $names::varchar[] as names, $none::timestamp as none, $at::timestamp - interval 1 hour as before`;
    const params = {
      at: "2026-08-22T09:00:00.000001Z",
      name: "'; drop",
      count: "12",
      share: 0.5,
      names: ["a", "'b"],
      none: null,
    };
    expect((await lake.ask(sql, params)).rows).toEqual([
      { ...params, count: 12, before: "2026-08-22T08:00:00.000001Z" },
    ]);
  });

  it.each([
    [{ at: "yesterday" }, "ISO 8601"],
    [{ at: 5 }, "ISO 8601"],
    [{}, "$at has no value"],
    [{ at: "2026-08-22T09:00:00Z", att: 1 }, "no parameter $att"],
  ])("that do not fit are refused by name: %j", async (params, message) => {
    const lake = await temporaryLake();
    await expect(lake.ask("select $at::timestamp as at", params)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining(message),
    });
  });
});

describe("a deadline", () => {
  it("stops a statement", async () => {
    const lake = await temporaryLake();
    await expect(lake.ask(LONG, {}, { deadline_ms: 50 })).rejects.toMatchObject({
      code: "busy",
      message: expect.stringContaining("50 ms"),
    });
    expect(await rowsOf(lake, "select 1 as n")).toEqual([{ n: 1 }]);
  });

  it("and a signal too", async () => {
    const lake = await temporaryLake();
    const stop = new AbortController();
    const asked = lake.ask(LONG, {}, { signal: stop.signal });
    setTimeout(() => stop.abort(), 20);
    await expect(asked).rejects.toMatchObject({
      code: "busy",
      message: expect.stringContaining("cancelled"),
    });
    await expect(lake.ask("select 1", {}, { signal: stop.signal })).rejects.toMatchObject({ code: "busy" });
  });

  it("does not hold up closing", async () => {
    const lake = await temporaryLake();
    const asked = lake.ask(LONG).catch((error: unknown) => error);
    await lake.ask("select 1");
    await lake.close();
    expect(await asked).toMatchObject({ code: "busy" });
    await expect(lake.ask("select 1")).rejects.toMatchObject({ message: "the lake is closed" });
  });
});

describe("a mistake in a statement", () => {
  let lake: Lake;
  let release: () => Promise<void>;
  beforeAll(async () => ({ lake, release } = await openTemporaryLake()));
  afterAll(() => release());

  it.each([
    ["select * from langfuse_observation", "not_found", "langfuse_observation", "langfuse_observations"],
    [
      "select observationid from llm_observations",
      "invalid",
      "observationid at line 1, column 8",
      "observation_id",
    ],
    ["select o.costusd\nfrom llm_observations o", "invalid", "costusd at line 1", "cost_usd"],
    ["selec 1", "invalid", "line 1, column 1", undefined],
    ["select 'ä',\n  from from x", "invalid", "line 2", undefined],
    ["select lengthh('a')", "invalid", "lengthh", "length"],
    ["select 1 +", "invalid", "", undefined],
    ["", "invalid", "", undefined],
    ["select 'a'::bigint", "invalid", "Could not convert", undefined],
  ])("%j", async (sql, code, message, hint) => {
    const error = await lake.ask(sql).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "SentinelError", code, message: expect.stringContaining(message) });
    expect(String((error as { hint?: string }).hint)).toContain(hint ?? "");
  });
});

const page = (number: number) =>
  Array.from({ length: 50 }, (_, index) =>
    observation({
      observation_id: `${number}-${index}`,
      started_at: `2026-08-01T10:00:${String(index).padStart(2, "0")}Z`,
    }),
  );

it("reads while batches are written, and sees each whole", async () => {
  const lake = await temporaryLake();
  const written = Promise.all(
    Array.from({ length: 10 }, (_, number) => lake.ingest(batchOf(OBSERVATIONS, page(number)))),
  );
  const sql = `select (select count(*) from ${OBSERVATIONS}) as rows, (select coalesce(sum(observations), 0)::bigint from llm_cost_hourly) as summed`;
  for (let count = 0; count < 10; count += 1) {
    const [row] = await rowsOf(lake, sql);
    expect(Number(row?.["rows"]) % 50).toBe(0);
    expect(row?.["summed"]).toBe(row?.["rows"]);
  }
  await written;
  expect(await rowsOf(lake, sql)).toEqual([{ rows: 500, summed: 500 }]);
});
