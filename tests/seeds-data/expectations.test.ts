import { describe, expect, it } from "vitest";

import { loadSeeds } from "../../seeds/load.ts";
import { judgeSeeds } from "./judge-seed.ts";

const NOW = new Date("2026-10-07T08:45:20Z");
const seeds = [...loadSeeds("seeds/quiet", NOW), ...loadSeeds("seeds/incidents", NOW)];

describe.each(seeds)("seed $name alone", (seed) => {
  it("raises what it expects and nothing else", async () => {
    const { report, detection } = await judgeSeeds([seed], NOW);

    const tables = report.connections.flatMap((connection) => connection.tables);
    expect(tables.filter(({ error }) => error !== null)).toEqual([]);
    const landed = Object.fromEntries(tables.map(({ table, rows }) => [table, rows]));
    const served = Object.fromEntries([...seed.tables].map(([table, rows]) => [table, rows.length]));
    expect(landed).toMatchObject(served);

    const found = detection.findings.map(({ detector, fingerprint, severity, blame }) => ({
      detector,
      fingerprint,
      severity,
      blame: blame?.sha ?? null,
    }));
    expect(found.toSorted(byDetector)).toEqual((seed.expect ?? []).toSorted(byDetector));
  });
});

function byDetector(one: { detector: string }, other: { detector: string }): number {
  return one.detector < other.detector ? -1 : 1;
}
