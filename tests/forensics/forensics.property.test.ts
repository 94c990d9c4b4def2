import fc from "fast-check";
import { expect, it } from "vitest";

import { boundGraph } from "../../src/forensics/bound-graph.ts";
import { foldSteps } from "../../src/forensics/fold-steps.ts";
import { foldThings } from "../../src/forensics/fold-things.ts";
import { MEASURES, rankDimensions, type ValueRow } from "../../src/forensics/rank-dimensions.ts";
import { inTime, nodeOf, THING_KINDS, type Thing } from "../../src/forensics/thing.ts";
import { STRENGTHS } from "../../src/incidents/strengths.ts";
import { tieThings } from "../../src/forensics/tie-things.ts";

const SHAS = ["a".repeat(40), "b".repeat(40)];
const few = (...values: string[]) => fc.constantFrom(...values);

const thing = fc
  .record({
    kind: fc.constantFrom(...THING_KINDS.filter((kind) => kind !== "finding")),
    connection: few("shop", "other"),
    number: fc.nat(30),
    minute: fc.nat(180),
    failed: fc.boolean(),
    release: few(...SHAS, "none"),
    place: few("acme/shop", "triage"),
  })
  .map(({ kind, connection, number, minute, failed, release, place }): Thing => {
    const happened_at = new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();
    return {
      connection,
      kind,
      id: kind === "commit" ? (SHAS[number % 2] ?? "") : String(number),
      happened_at,
      ended_at: happened_at,
      place,
      title: "same",
      state: null,
      failed,
      releases: release === "none" ? [] : [release],
      occurrences: 1,
      cost_usd: null,
      url: null,
    };
  });
const things = fc.uniqueArray(thing, { selector: nodeOf, maxLength: 60 });

const clues = (all: Thing[]) => ({
  release_commits: SHAS.map((sha) => ({ connection: "shop", release: sha, sha })),
  issue_traces: all
    .filter(({ kind }) => kind === "issue")
    .map(({ connection, id }) => ({ connection, issue_id: id, trace_id: id, events: 2 })),
  mentions: all
    .filter(({ kind }) => kind === "message")
    .map(({ connection, id }) => ({ connection, channel_id: id, ts: "", kind: "issue", id, said: id })),
  request_commits: [],
  services: [{ service: "shop", connections: new Set(["shop"]), members: new Set(["repo acme/shop"]) }],
});

it("ties, folds and bounds any things so that every edge has its ends, none goes back in time, and each thing counts once", () => {
  fc.assert(
    fc.property(things, fc.integer({ min: 1, max: 70 }), (all, nodes) => {
      const ties = tieThings(all, [], [], clues(all));
      const folds = foldThings(all, ties);
      expect(folds.flatMap(({ members }) => members.map(nodeOf)).toSorted()).toEqual(
        all.map(nodeOf).toSorted(),
      );
      const bounded = boundGraph(folds, ties, { nodes, edges: 1_000 });
      expect(bounded.folds).toHaveLength(Math.min(nodes, folds.length));
      const names = new Set(bounded.folds.map(({ first }) => nodeOf(first)));
      const pairs = bounded.ties.map(({ from, to }) => `${nodeOf(from)} ${nodeOf(to)}`);
      expect(new Set(pairs).size).toBe(pairs.length);
      for (const { from, to, kind, strength } of bounded.ties) {
        expect(names.has(nodeOf(from)) && names.has(nodeOf(to))).toBe(true);
        expect(inTime(from, to)).toBeLessThan(0);
        expect(Date.parse(from.happened_at)).toBeLessThanOrEqual(Date.parse(to.happened_at));
        expect(strength).toBe(STRENGTHS[kind]);
      }
    }),
  );
});

it("splits any change among the values of each dimension without rest, and any shift lies between 0 and 1", () => {
  const amount = fc.integer({ min: 0, max: 1_000 });
  const row = fc.record({
    connection: few("shop", "other"),
    subject: fc.constant("observations"),
    dimension: few("model", "release"),
    value: fc.option(few("a", "b", "c", "d")),
    other_values: fc.constant(0),
    window_count: amount,
    baseline_count: amount,
    window_errors: amount,
    baseline_errors: amount,
    window_cost_usd: amount,
    baseline_cost_usd: amount,
  }) satisfies fc.Arbitrary<ValueRow>;
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 30 }),
      fc.constantFrom(...MEASURES),
      fc.constantFrom(0.5, 1, 2),
      (rows, measure, scale) => {
        for (const { change, shift, chance, values } of rankDimensions(rows, measure, scale)) {
          expect(values.reduce((sum, value) => sum + value.change, 0)).toBeCloseTo(change, 6);
          for (const part of [shift, chance])
            expect(part === null || (part >= 0 && part <= 1 + 1e-9)).toBe(true);
          const shares = values
            .map(({ window_share }) => window_share ?? 0)
            .reduce((sum, one) => sum + one, 0);
          expect(shares === 0 || Math.abs(shares - 1) < 1e-9).toBe(true);
        }
      },
    ),
  );
});

it("sees no difference where everything doubled alike", () => {
  const rows = ["a", "b", null].map((value, index): ValueRow => ({
    connection: "shop",
    subject: "observations",
    dimension: "model",
    value,
    other_values: 0,
    window_count: 20 * (index + 1),
    baseline_count: 10 * (index + 1),
    window_errors: 0,
    baseline_errors: 0,
    window_cost_usd: 2 * (index + 1),
    baseline_cost_usd: index + 1,
  }));
  const model = rankDimensions(rows, "cost_usd", 1).find(({ dimension }) => dimension === "model");
  expect(model?.shift).toBeCloseTo(0, 9);
  expect(model?.change).toBe(6);
});

it("folds any steps so that, read in order, they are the steps again; and a cycle of three calls 14 times is one fold", () => {
  const step = fc.record({ does: few("think", "search", "read"), again: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (given) => {
      const steps = given.map((one, index) => ({ ...one, id: String(index) }));
      const folded = foldSteps(steps);
      expect(folded.flatMap(({ steps: ids }) => ids)).toEqual(steps.map(({ id }) => id));
      for (const { times, steps: ids } of folded) {
        const does = ids.map((id) => steps[Number(id)]?.does);
        expect(ids.length % times).toBe(0);
        const length = ids.length / times;
        expect(does.every((one, index) => one === does[index % length])).toBe(true);
      }
    }),
  );
  const cycle = ["think", "search", "read"];
  const steps = ["plan", ...Array.from({ length: 14 }, () => cycle).flat(), "answer"].map((does, index) => ({
    id: String(index),
    does,
    again: index > 3,
  }));
  expect(foldSteps(steps).map(({ times, loop }) => ({ times, loop }))).toEqual([
    { times: 1, loop: false },
    { times: 14, loop: true },
    { times: 1, loop: false },
  ]);
});
