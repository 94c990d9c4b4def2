/** Whatever the sources send, detectors judge it: they never fail, and say nothing that is not a number. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";

import { columnsOf } from "../../src/contracts/columns.ts";
import type { Row } from "../../src/contracts/ingest.ts";
import { detect } from "../../src/detect/run.ts";
import { detectors } from "../../detectors/index.ts";
import { sources } from "../../sources/index.ts";
import { AT, openWorld, type World } from "../incidents/world.ts";

const TABLES = [
  "langfuse_observations",
  "langfuse_scores",
  "sentry_events",
  "sentry_issues",
  "github_commits",
  "github_deployments",
  "snowflake_task_runs",
];
const SPAN_MS = 9 * 86_400_000;

const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "GENERATION",
      "TOOL",
      "SPAN",
      "ERROR",
      "DEFAULT",
      "FAILED",
      "triage",
      "search",
      "a/b",
      "t1",
      "t2",
    ),
  },
  fc.constantFrom(
    "",
    " ",
    "null",
    "{",
    "[]",
    "\u0000",
    "💥\ud800",
    "'; drop table x --",
    '{"a":{"b":[null,{"c":"\\u0000"}]}}',
    "```json\n{\n```",
    '{"tool_calls":[{"function":{}}]}',
    '{"tool_calls":7,"content":[]}',
    "x".repeat(20_000),
    "[".repeat(3000),
    "deadbeef",
    "-1e999",
  ),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.json({ maxDepth: 3 }),
);
const moment = fc
  .integer({ min: 0, max: SPAN_MS })
  .map((back) => new Date(Date.parse(AT) - back).toISOString());

function cell(type: string, needed: boolean): fc.Arbitrary<unknown> {
  const values: Record<string, fc.Arbitrary<unknown>> = {
    TIMESTAMP: moment,
    BIGINT: fc.integer({ min: -5, max: 1_000_000 }),
    DOUBLE: fc.oneof(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), fc.constantFrom(0, 1)),
    BOOLEAN: fc.boolean(),
    JSON: fc.json({ maxDepth: 2 }),
    "VARCHAR[]": fc.array(text, { maxLength: 2 }),
    "DECIMAL(18,10)": fc.constantFrom("0", "0.0000000001", "12.5", "-3", "9999999.9999999999"),
  };
  const value = values[type] ?? text;
  return needed ? value : fc.option(value, { freq: 4 });
}

function rowOf(table: string): fc.Arbitrary<Row> {
  const definition = sources.flatMap((source) => source.tables).find(({ name }) => name === table);
  if (definition === undefined) throw new Error(`no table ${table}`);
  const cells = columnsOf(definition.row).map(({ name, type }) => {
    const key = definition.key.includes(name);
    const arbitrary =
      key && type === "VARCHAR"
        ? fc.constantFrom("k1", "k2", "k3", "a/b", sha)
        : cell(type, key || name === definition.time);
    return [name, arbitrary] as const;
  });
  return fc.record(Object.fromEntries(cells));
}
const sha = "deadbeef".padEnd(40, "0");

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it("never fails and never says NaN, whatever the rows", async () => {
  const product = fc.record(
    Object.fromEntries(TABLES.map((table) => [table, fc.array(rowOf(table), { maxLength: 25 })])),
  );
  let run = 0;
  await fc.assert(
    fc.asyncProperty(product, async (rows) => {
      const connection = `hostile-${(run += 1)}`;
      for (const [table, list] of Object.entries(rows)) await world.fill(table, list, { connection });
      await world.lake.set_services([
        { service: "s", kind: "connection", value: connection, implicit: true },
        { service: "s", kind: "repo", value: "a/b", implicit: true },
      ]);
      const loose = {
        agent_loop: { generations: 1, repeats: 1, occurrences: 2 },
        tool_failure: { baseline_calls: 1, bad_calls: 1, usual_length: 0, surprise: 0.1 },
        prompt_drift: {
          baseline_outputs: 1,
          least_judged_outputs: 1,
          shift_baseline_outputs: 1,
          shift_judged_outputs: 1,
          surprise: 0.1,
          shift_surprise: 0.1,
          scores: 1,
          baseline_scores: 1,
          score_surprise: 0.1,
        },
        cost_spike: { baseline_hours: 1, ratio: 1 },
        error_cascade: {
          baseline_buckets: 1,
          ratio: 1,
          generation_ratio: 1,
          errors: 1,
          error_rate_ratio: 1,
          cost_usd: 0,
        },
      };
      const detection = await detect(
        { lake: world.lake, library: world.library, detectors, limits: loose, freshness_minutes: 30 },
        new Date(AT),
      );
      expect(detection.not_judged.filter(({ reason }) => reason.startsWith("it failed"))).toEqual([]);
      for (const finding of detection.findings) {
        expect(JSON.stringify(finding)).not.toMatch(/\bNaN\b|Infinity|undefined/);
        expect(Date.parse(finding.window.from)).toBeLessThanOrEqual(Date.parse(finding.window.to));
        expect(JSON.parse(JSON.stringify(finding))).toEqual(finding);
      }
    }),
    { numRuns: 10 },
  );
});
