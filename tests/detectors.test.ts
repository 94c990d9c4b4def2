/** Every detector fits the library and the settings, and its own examples say what it does. */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { detectors } from "../detectors/index.ts";
import { bindParams } from "../src/queries/params.ts";
import { library } from "./incidents/world.ts";

const settings = z
  .object({ detectors: z.record(z.string(), z.record(z.string(), z.unknown())) })
  .parse(JSON.parse(readFileSync("settings.json", "utf8")));

it("the index lists every detector file", () => {
  const files = readdirSync("detectors").filter((file) => file.endsWith(".ts") && file !== "index.ts");
  expect(detectors.map(({ id }) => id).toSorted()).toEqual(
    files.map((file) => basename(file, ".ts")).toSorted(),
  );
});

describe.each(detectors)("$id", (detector) => {
  const { at, limits, fires, quiet } = detector.examples;
  const judge = (rows: (typeof fires)[number]) => detector.judge(rows, limits, at);

  it("asks library queries for columns that they return, with parameters that they take", () => {
    for (const { query, params, row } of Object.values(detector.inputs)) {
      const definition = library.get(query);
      if (definition === undefined)
        throw new Error(`${detector.id} asks ${query}, which the library does not have`);
      expect(() => bindParams(definition, params(at, limits), new Date(at))).not.toThrow();
      const columns = definition.returns.map(({ name }) => name);
      expect(columns).toEqual(expect.arrayContaining(Object.keys((row as z.ZodObject).shape)));
    }
  });

  it("has its limits in settings.json, as its schema defaults them", () => {
    expect(settings.detectors[detector.id]).toEqual(detector.limits.parse({}));
  });

  it("says what it does not see and what to do", () => {
    expect(detector.summary).toMatch(/\.$/);
    expect(detector.blind_spots.length).toBeGreaterThan(0);
    expect(detector.runbook.length).toBeGreaterThan(0);
  });

  it("has examples of the rows that it takes", () => {
    expect(fires.length).toBeGreaterThan(0);
    expect(quiet.length).toBeGreaterThan(0);
    for (const rows of [...fires, ...quiet]) {
      for (const [name, input] of Object.entries(detector.inputs)) {
        expect(z.array(input.row).safeParse(rows[name]).error).toBeUndefined();
      }
    }
  });

  it.each(fires.map((rows, index) => ({ rows, index })))("fires on example $index", ({ rows }) => {
    const judgements = judge(rows);
    expect(judgements.length).toBeGreaterThan(0);
    for (const { evidence, window, fingerprint, title, cost_usd } of judgements) {
      expect(evidence.length).toBeGreaterThan(0);
      for (const { query, params } of evidence) {
        const definition = library.get(query);
        if (definition === undefined)
          throw new Error(`${detector.id} shows ${query}, which the library does not have`);
        // Evidence must mean the same tomorrow: every moment in it is absolute and given.
        const bound = bindParams(definition, params, new Date(0));
        expect(bindParams(definition, params, new Date(at))).toEqual(bound);
      }
      expect(Date.parse(window.from)).toBeLessThan(Date.parse(window.to));
      expect(fingerprint).not.toBe("");
      expect(title).not.toMatch(/NaN|undefined|Infinity/);
      expect(cost_usd === null || Number.isFinite(cost_usd)).toBe(true);
    }
  });

  it.each(quiet.map((rows, index) => ({ rows, index })))("stays quiet on example $index", ({ rows }) => {
    expect(judge(rows)).toEqual([]);
  });

  it("is quiet without rows, and changes nothing that it is given", () => {
    const none = Object.fromEntries(Object.keys(detector.inputs).map((name) => [name, []]));
    expect(judge(none)).toEqual([]);
    const before = structuredClone(fires);
    fires.forEach(judge);
    expect(fires).toEqual(before);
  });

  it("says the same whatever the order of the rows", () => {
    for (const rows of fires) {
      const turned = Object.fromEntries(
        Object.entries(rows).map(([name, list]) => [name, list.toReversed()]),
      );
      expect(judge(turned)).toEqual(judge(rows));
    }
  });
});
