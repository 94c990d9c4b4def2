import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Row } from "../../src/contracts/ingest.ts";
import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import { batchOf, observation } from "./observations.ts";
import { rollupDifferences } from "./rollup-differences.ts";
import { OBSERVATIONS, rowsOf, temporaryLake } from "./temporary-lake.ts";

const START = Date.parse("2026-08-01T00:00:00Z");
const MINUTE = 60_000;

/** A version of an observation: few keys and coarse times, so that versions meet, times tie and days are crossed. */
const version = fc.record({
  observation_id: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
  trace_id: fc.constantFrom("t1", "t2", "t3", null),
  started_at: fc
    .integer({ min: 0, max: 9 })
    .map((step) => new Date(START + step * 8 * 60 * MINUTE + 59_999).toISOString()),
  ended_at: fc.option(
    fc.integer({ min: 0, max: 3_000 }).map((minute) => new Date(START + minute * MINUTE).toISOString()),
  ),
  type: fc.constantFrom("GENERATION", "TOOL", "SPAN", null),
  level: fc.constantFrom("DEFAULT", "ERROR", "WARNING", null),
  name: fc.constantFrom("search", "answer", null),
  trace_name: fc.constantFrom("agent", null),
  model: fc.constantFrom("gpt-4o", "small", null),
  input_tokens: fc.option(fc.nat(1_000)),
  output: fc.option(fc.constantFrom("x", "y", "")),
  cost_usd: fc.option(fc.nat(1_000_000).map((units) => (units / 1e8).toFixed(8))),
  is_root: fc.option(fc.boolean()),
});

/** Pages in the order of fetching; pages of one flight are given to the lake at once. */
const flights = fc.array(fc.array(fc.array(version, { maxLength: 12 }), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 5,
});

const columns = Object.keys(langfuseObservations.row.shape).join(", ");

const byId = (rows: Row[]) =>
  rows.toSorted((one, other) => (String(one["observation_id"]) < String(other["observation_id"]) ? -1 : 1));

describe("after any history of batches", () => {
  it("no row is lost or doubled, the newest version is kept, rollups equal a recompute", async () => {
    const lake = await temporaryLake();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(flights, fc.boolean(), async (history, repeated) => {
        const connection = `run-${(run += 1)}`;
        const expected = new Map<string, Row>();
        let minute = 0;
        for (const flight of history) {
          const batches = flight.map((page) => {
            const rows = page.map((values) => observation(values));
            for (const row of rows) expected.set(String(row["observation_id"]), row);
            minute += 1;
            return batchOf(OBSERVATIONS, rows, { connection, fetched_at: new Date(START + minute * MINUTE) });
          });
          await Promise.all(batches.map((batch) => lake.ingest(batch)));
          if (repeated) await Promise.all(batches.toReversed().map((batch) => lake.ingest(batch)));
        }
        const stored = await rowsOf(
          lake,
          `select ${columns} from ${OBSERVATIONS} where connection = '${connection}'`,
        );
        const wanted = [...expected.values()].map((row) => ({
          ...row,
          cost_usd: row["cost_usd"] && Number(row["cost_usd"]),
        }));
        expect(byId(stored)).toEqual(byId(wanted));
        expect(await rollupDifferences(lake)).toEqual({
          langfuse_traces: 0,
          llm_cost_hourly: 0,
          llm_cost_minutely: 0,
          llm_tool_calls: 0,
          llm_generations: 0,
        });
      }),
      { numRuns: 25 },
    );
  }, 300_000);
});
