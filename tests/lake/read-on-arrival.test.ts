/**
 * What is read of outputs when they arrive says the same as the outputs themselves, whatever comes late, changes or goes.
 * ARRIVALS=500 for as many histories.
 */
import { readFileSync } from "node:fs";

import fc from "fast-check";
import { expect, it } from "vitest";

import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import { otelSpans } from "../../sources/otel/spans.ts";
import { columnsOf } from "../../src/contracts/columns.ts";
import type { Params } from "../../src/contracts/query.ts";
import type { Lake } from "../../src/lake/open.ts";
import { loadLibrary } from "../../src/queries/library.ts";
import { bindParams } from "../../src/queries/params.ts";
import { packageRoot } from "../../src/root.ts";
import { batchOf } from "./observations.ts";
import { outputs } from "./outputs.ts";
import { rollupDifferences } from "./rollup-differences.ts";
import { temporaryLake } from "./temporary-lake.ts";

const HISTORIES = Number(process.env["ARRIVALS"] ?? 10);
const END = Date.parse("2026-03-12T12:00:00Z");
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const time = (before_ms: number) => new Date(END - before_ms).toISOString();

const tables = [langfuseObservations, otelSpans];
const library = loadLibrary(packageRoot());

const Names = fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h");
const Traces = fc.constantFrom("t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8");
/** Few ids and moments, so that versions meet and times tie; traces enough for some to hold no tool. */
const shared = {
  parent: fc.option(Names),
  name: fc.constantFrom("search", "lookup", null),
  trace_name: fc.constantFrom("clerk", "courier", null),
  level: fc.constantFrom("DEFAULT", "ERROR", null),
  started_at: fc
    .record({ hours: fc.constantFrom(0, 1, 2, 12, 23, 24, 25, 100, 191, 192, 193, 220), ms: fc.nat(2) })
    .map(({ hours, ms }) => time(hours * HOUR_MS + ms * 1_800_000 + ms)),
  output: fc.constantFrom(...outputs),
  cost_usd: fc.option(fc.nat(1_000_000).map((units) => (units / 1e8).toFixed(8))),
  is_root: fc.constantFrom(false, false, true, null),
};

const fromLangfuse = fc
  .record({
    ...shared,
    observation_id: Names,
    trace_id: fc.option(Traces),
    type: fc.constantFrom("GENERATION", "TOOL", "SPAN", "SPAN", "AGENT", null),
  })
  .map(({ parent, ...row }) => ({
    table: "langfuse_observations",
    row: { ...row, parent_observation_id: parent },
  }));

/** Some have the ids of observations of Langfuse, and are counted beside them until they are known as the same. */
const fromOtel = fc
  .record({
    ...shared,
    span_id: fc.constantFrom("a", "b", "p", "q", "r", "s"),
    trace_id: Traces,
    service_name: fc.constantFrom("shop", null),
    type: fc.constantFrom("GENERATION", "TOOL", "SPAN", "SPAN", null),
    in_langfuse: fc.boolean(),
  })
  .map(({ parent, span_id, type, ...row }) => ({
    table: "otel_spans",
    row: {
      ...row,
      // One call of a model is not told from another by the same id: ids are drawn anew by every source.
      span_id: type === "GENERATION" ? `${span_id}-${row.trace_id}` : span_id,
      type,
      parent_span_id: parent,
    },
  }));

/** What both record has the same ids and began at the same time. */
const twins = fc.tuple(fromLangfuse, fromOtel).map(([one, { table, row }]) => {
  const { observation_id, trace_id, started_at } = one.row;
  const type = row.type === "GENERATION" ? "TOOL" : row.type;
  return [
    one,
    { table, row: { ...row, span_id: observation_id, trace_id: trace_id ?? "t1", started_at, type } },
  ];
});
const arrival = fc
  .array(
    fc.oneof(
      fromLangfuse.map((row) => [row]),
      fromOtel.map((row) => [row]),
      twins,
    ),
    {
      minLength: 1,
      maxLength: 25,
    },
  )
  .map((rows) => rows.flat());
type Step = { table: string; row: Record<string, unknown> }[] | "retain";
const step = fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
  { arbitrary: arrival, weight: 5 },
  { arbitrary: fc.constant("retain" as const), weight: 1 },
);
const history = fc.array(step, { minLength: 1, maxLength: 6 });

const question = fc.record({
  until: fc.constantFrom(0, 7, 60_000, HOUR_MS + 1, DAY_MS).map(time),
  horizon_hours: fc.constantFrom(1, 24, 48),
  baseline_days: fc.constantFrom(0, 1, 7),
  sample: fc.constantFrom(0, 1, 2, 200, 1_000_000),
  tool: fc.option(fc.constantFrom("search", "unnamed")),
  accepted_at: fc.option(fc.constantFrom(0, 12, 30).map((hours) => time(hours * HOUR_MS))),
});
const questions = fc.array(question, { minLength: 1, maxLength: 3 });

async function expectSame(lake: Lake, query: string, given: Params): Promise<void> {
  const definition = library.get(query);
  if (definition === undefined) throw new Error(`no query ${query}`);
  const known = new Set(definition.params.map(({ name }) => name));
  const taken = Object.fromEntries(Object.entries(given).filter(([name]) => known.has(name)));
  const params = bindParams(definition, taken, new Date(END));
  const parsed = readFileSync(new URL(`parsed-when-asked/${query}.sql`, import.meta.url), "utf8");
  expect(await lake.ask(definition.sql, params)).toEqual(await lake.ask(parsed, params));
}

it("answers from what was read on arrival as from the outputs themselves", async () => {
  const lake = await temporaryLake(tables);
  let run = 0;
  const arrive = async (connection: string, steps: Step[]) => {
    for (const one of steps) {
      if (one === "retain") {
        await lake.retain(Object.fromEntries(tables.map(({ name }) => [name, 5])), new Date(END));
        continue;
      }
      for (const { name, row } of tables) {
        const empty = Object.fromEntries(columnsOf(row).map((column) => [column.name, null]));
        const rows = one.filter(({ table }) => table === name).map((given) => ({ ...empty, ...given.row }));
        await lake.ingest(batchOf(name, rows, { connection }));
      }
    }
  };
  await fc.assert(
    fc.asyncProperty(history, questions, async (steps, asked) => {
      const connection = `run-${(run += 1)}`;
      await arrive(connection, steps);
      expect(Object.entries(await rollupDifferences(lake, tables)).filter(([, rows]) => rows > 0)).toEqual(
        [],
      );
      for (const { horizon_hours, sample, accepted_at, ...given } of asked) {
        const form = { connection, feature: "search", version: 1, shape_from: accepted_at, accepted_at };
        await lake.mirror(
          "sentinel_accepted_schemas",
          accepted_at === null ? [] : [{ ...form, accepted_by: "x" }],
        );
        const since = new Date(Date.parse(given.until) - horizon_hours * HOUR_MS).toISOString();
        const params = {
          ...given,
          since,
          feature: given.tool,
          baseline_sample: sample,
          judged_sample: sample,
        };
        for (const query of ["tool_output_schema", "tool_output_length", "output_schema_sample"]) {
          await expectSame(lake, query, params);
        }
      }
    }),
    { numRuns: HISTORIES },
  );
}, 300_000);
