import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";

import type { Row } from "../../src/contracts/ingest.ts";
import { batchOf, observation } from "./observations.ts";
import { rollupDifferences } from "./rollup-differences.ts";
import { lakeIn, OBSERVATIONS, rowsOf, temporaryFolder } from "./temporary-lake.ts";

const START = Date.parse("2026-08-01T00:00:00Z");
/** More than a process reads the keys of at once. */
const STORED = 500_001;

/** A file whose table holds observations o-0, o-1 and so on, one a second. */
async function largeFile(): Promise<string> {
  const path = join(temporaryFolder(), "lake.duckdb");
  await (await lakeIn(path)).close();
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(`
    insert into ${OBSERVATIONS} by name
    select 'main' as connection, 'o-' || i as observation_id, 't-' || i % 5000 as trace_id, 'GENERATION' as type, 0.5 as cost_usd,
        make_timestamp(${START}000 + i * 1000000) as started_at, timestamp '2026-08-09' as synced_at
    from range(${STORED}) r(i)`);
  await connection.run("delete from sentinel_internal.definitions");
  connection.disconnectSync();
  instance.closeSync();
  return path;
}

const row = (number: number, values: Row = {}): Row =>
  observation({
    observation_id: `o-${number}`,
    started_at: new Date(START + number * 1_000).toISOString(),
    trace_id: `t-${number % 5_000}`,
    ...values,
  });

it("tells new rows from changed, moved and equal ones before and after it has read all keys of a large table", async () => {
  const lake = await lakeIn(await largeFile());
  let minute = 0;
  const ingest = (rows: Row[]) =>
    lake.ingest(
      batchOf(OBSERVATIONS, rows, {
        fetched_at: new Date(Date.parse("2026-08-10T00:00:00Z") + (minute += 60_000)),
      }),
    );
  for (let round = 0; round < 4; round += 1) {
    const at = STORED + round * 10;
    const fresh = [row(at), row(at + 1)];
    expect(await ingest(fresh)).toEqual({ inserted: 2, replaced: 0, unchanged: 0 });
    expect(
      await ingest([
        ...fresh,
        row(at + 2),
        row(round),
        row(100 + round, { started_at: "2026-09-01T00:00:00Z" }),
      ]),
    ).toEqual({
      inserted: 1,
      replaced: 2,
      unchanged: 2,
    });
    // Both in one transaction, of one key the later.
    const both = await Promise.all([
      ingest([row(at + 3)]),
      ingest([row(at + 3, { output: "later" }), row(at + 4)]),
    ]);
    expect(both.map(({ inserted }) => inserted).reduce((sum, one) => sum + one)).toBe(2);
  }
  expect(
    await rowsOf(
      lake,
      `select count(*) as n, count(distinct observation_id) as keys, count(*) filter (where output = 'later') as later
      from ${OBSERVATIONS}`,
    ),
  ).toEqual([{ n: STORED + 20, keys: STORED + 20, later: 4 }]);
  expect(Object.values(await rollupDifferences(lake)).every((rows) => rows === 0)).toBe(true);
});
