import { describe, expect, it } from "vitest";

import type { Row } from "../../src/contracts/ingest.ts";
import { batchOf, observation } from "./observations.ts";
import { OBSERVATIONS, rowsOf, temporaryLake } from "./temporary-lake.ts";

const one = observation({ observation_id: "a", started_at: "2026-08-01T10:00:00Z", output: "first" });
const two = observation({ observation_id: "b", started_at: "2026-08-01T11:00:00Z" });
const at = (hour: number) => ({ fetched_at: new Date(Date.UTC(2026, 7, 3, hour)) });
const stored = `select observation_id, started_at, output, synced_at from ${OBSERVATIONS} order by observation_id`;

describe("merging a batch", () => {
  it("changes nothing when the same batch comes again", async () => {
    const lake = await temporaryLake();
    expect(await lake.ingest(batchOf(OBSERVATIONS, [one, two]))).toEqual({
      inserted: 2,
      replaced: 0,
      unchanged: 0,
    });
    const before = await rowsOf(lake, stored);
    expect(await lake.ingest(batchOf(OBSERVATIONS, [two, one], at(5)))).toEqual({
      inserted: 0,
      replaced: 0,
      unchanged: 2,
    });
    expect(await rowsOf(lake, stored)).toEqual(before);
  });

  it("replaces a row that changed upstream, in the table and in every rollup", async () => {
    const lake = await temporaryLake();
    await lake.ingest(batchOf(OBSERVATIONS, [one, two]));
    const changed = { ...one, output: "second", cost_usd: "0.5", trace_name: "other" };
    expect(await lake.ingest(batchOf(OBSERVATIONS, [changed, two], at(5)))).toMatchObject({
      replaced: 1,
      unchanged: 1,
    });
    expect(
      await rowsOf(lake, `select output, cost_usd from ${OBSERVATIONS} where observation_id = 'a'`),
    ).toEqual([{ output: "second", cost_usd: 0.5 }]);
    expect(await rowsOf(lake, "select agent, cost_usd from llm_cost_hourly order by hour")).toEqual([
      { agent: "other", cost_usd: 0.5 },
      { agent: "answer", cost_usd: 0.0012 },
    ]);
    expect(
      await rowsOf(lake, "select name, cost_usd from langfuse_traces where trace_id = 'trace-a'"),
    ).toEqual([{ name: "other", cost_usd: 0.5 }]);
  });

  it("lands a row that is two days late", async () => {
    const lake = await temporaryLake();
    await lake.ingest(batchOf(OBSERVATIONS, [one]));
    const late = observation({ observation_id: "late", started_at: "2026-07-30T10:00:00Z" });
    expect(await lake.ingest(batchOf(OBSERVATIONS, [late], at(5)))).toMatchObject({ inserted: 1 });
    expect(await rowsOf(lake, `select count(*) as n from ${OBSERVATIONS}`)).toEqual([{ n: 2 }]);
  });

  it("moves a row whose time changed upstream instead of doubling it", async () => {
    const lake = await temporaryLake();
    await lake.ingest(batchOf(OBSERVATIONS, [one, two]));
    const moved = { ...one, started_at: "2026-08-09T10:00:00Z" };
    expect(await lake.ingest(batchOf(OBSERVATIONS, [moved], at(5)))).toEqual({
      inserted: 0,
      replaced: 1,
      unchanged: 0,
    });
    expect(await rowsOf(lake, `select started_at from ${OBSERVATIONS} where observation_id = 'a'`)).toEqual([
      { started_at: "2026-08-09T10:00:00.000Z" },
    ]);
    expect(
      await rowsOf(lake, "select sum(observations)::bigint as n, min(hour) as first from llm_cost_hourly"),
    ).toEqual([{ n: 2, first: "2026-08-01T11:00:00.000Z" }]);
  });

  it("keeps the last of several rows with one key", async () => {
    const lake = await temporaryLake();
    const rows: Row[] = [one, { ...one, output: "last" }];
    expect(await lake.ingest(batchOf(OBSERVATIONS, rows))).toEqual({
      inserted: 1,
      replaced: 0,
      unchanged: 0,
    });
    expect(await rowsOf(lake, `select output from ${OBSERVATIONS}`)).toEqual([{ output: "last" }]);
  });

  it("never goes back to what was fetched earlier", async () => {
    const lake = await temporaryLake();
    await lake.ingest(batchOf(OBSERVATIONS, [{ ...one, output: "new" }], at(9)));
    expect(await lake.ingest(batchOf(OBSERVATIONS, [one], at(5)))).toEqual({
      inserted: 0,
      replaced: 0,
      unchanged: 1,
    });
    expect(await rowsOf(lake, `select output from ${OBSERVATIONS}`)).toEqual([{ output: "new" }]);
  });

  it("lets the newest fetch win among batches that arrive together", async () => {
    const lake = await temporaryLake();
    const batches = [3, 9, 5, 7].map((hour) =>
      batchOf(OBSERVATIONS, [{ ...one, output: `of ${hour}` }], at(hour)),
    );
    const results = await Promise.all(batches.map((batch) => lake.ingest(batch)));
    expect(await rowsOf(lake, `select output from ${OBSERVATIONS}`)).toEqual([{ output: "of 9" }]);
    expect(results.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(1);
  });

  it("fails a bad batch without failing those that share its transaction", async () => {
    const lake = await temporaryLake();
    const results = await Promise.allSettled([
      lake.ingest(batchOf(OBSERVATIONS, [one])),
      lake.ingest(batchOf("no_such_table", [two])),
      lake.ingest(batchOf(OBSERVATIONS, [two], { connection: "other" })),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await rowsOf(lake, `select connection from ${OBSERVATIONS} order by 1`)).toEqual([
      { connection: "main" },
      { connection: "other" },
    ]);
  });

  it("keeps the same key of two connections apart", async () => {
    const lake = await temporaryLake();
    await lake.ingest(batchOf(OBSERVATIONS, [one]));
    expect(await lake.ingest(batchOf(OBSERVATIONS, [one], { connection: "other" }))).toMatchObject({
      inserted: 1,
    });
    expect(await rowsOf(lake, "select connection, observations from langfuse_traces order by 1")).toEqual([
      { connection: "main", observations: 1 },
      { connection: "other", observations: 1 },
    ]);
  });

  it("sums up a trace that is longer than any batch", async () => {
    const lake = await temporaryLake();
    const parts = Array.from({ length: 6 }, (_, day) =>
      observation({
        observation_id: `part-${day}`,
        trace_id: "long",
        started_at: `2026-08-0${day + 1}T10:00:00Z`,
        ended_at: `2026-08-0${day + 1}T10:00:30Z`,
      }),
    );
    // The newest first, as slices are fetched, then one in the middle that changed.
    for (const part of parts.toReversed()) await lake.ingest(batchOf(OBSERVATIONS, [part]));
    await lake.ingest(batchOf(OBSERVATIONS, [{ ...parts[2], level: "ERROR" }], at(5)));
    const sums = "observations, errors, cost_usd, started_at, ended_at, latency_ms";
    expect(await rowsOf(lake, `select ${sums} from langfuse_traces`)).toEqual([
      {
        observations: 6,
        errors: 1,
        cost_usd: 0.0072,
        started_at: "2026-08-01T10:00:00.000Z",
        ended_at: "2026-08-06T10:00:30.000Z",
        latency_ms: 5 * 86_400_000 + 30_000,
      },
    ]);
  });
});
