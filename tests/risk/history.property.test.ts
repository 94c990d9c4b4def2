/** Whatever happens: merges together never answer for more than the product spent beyond the expected. */
import fc from "fast-check";
import { expect, it } from "vitest";

import { excessOf } from "../../src/risk/expected.ts";
import { nextHour } from "../../src/risk/hours.ts";
import { riskOfFile, totalOf } from "../../src/risk/score-files.ts";
import { shareExcess } from "../../src/risk/share-excess.ts";

const RUNS = Number(process.env["SENTINEL_PROPERTY_RUNS"] ?? 60);
const FIRST = 500_000;
const HOURS = 40 * 24;
const PATHS: string[] = ["a", "b", "c", "d", "e"];
const at = (hour: number) => new Date(hour * 3_600_000).toISOString();

const product = fc.record({
  base: fc.integer({ min: 0, max: 20 }),
  spikes: fc.array(
    fc.record({ hour: fc.nat(HOURS), hours: fc.integer({ min: 1, max: 60 }), usd: fc.nat(500) }),
    { maxLength: 8 },
  ),
  holes: fc.array(fc.record({ hour: fc.nat(HOURS), hours: fc.integer({ min: 1, max: 80 }) }), {
    maxLength: 4,
  }),
  merges: fc.array(fc.double({ min: 20 * 24, max: HOURS + 30, noNaN: true }), {
    minLength: 1,
    maxLength: 40,
  }),
});

const within = (hour: number, span: { hour: number; hours: number }): boolean =>
  hour >= FIRST + span.hour && hour < FIRST + span.hour + span.hours;

it("shares out exactly the excess of the hours in which a merge was fresh", () => {
  fc.assert(
    fc.property(product, ({ base, spikes, holes, merges }) => {
      const series = (hour: number) => {
        if (hour < FIRST || hour >= FIRST + HOURS || holes.some((hole) => within(hour, hole)))
          return undefined;
        const risen = spikes.filter((spike) => within(hour, spike));
        return base + (hour % 24) + risen.reduce((sum, { usd }) => sum + usd, 0);
      };
      const excess = excessOf(series);
      const shares = shareExcess(
        merges.map((hour) => ({ live_at: at(FIRST + hour) })),
        { cost_usd: excess, errors: excess },
      );
      const fresh = new Set(
        merges.flatMap((hour) => {
          const first = nextHour(at(FIRST + hour));
          return Array.from({ length: 24 }, (_, index) => first + index);
        }),
      );
      const total = [...fresh].reduce((sum, hour) => sum + (excess(hour) ?? 0), 0);
      const shared = shares.reduce((sum, { cost_usd }) => sum + cost_usd, 0);
      expect(shared).toBeCloseTo(total, 4);
      // Nothing is laid on merges beyond what was spent in those hours.
      const spent = [...fresh].reduce((sum, hour) => sum + (series(hour) ?? 0), 0);
      expect(shared).toBeLessThanOrEqual(spent + 1e-6);
      expect(shares.every(({ hours }) => hours >= 0 && hours <= 24)).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

it("never gathers more risk with age, nor more from the files than their merges were followed by", () => {
  const merge = fc.record({
    days: fc.double({ min: 0, max: 400, noNaN: true }),
    cost_usd: fc.double({ min: 0, max: 100, noNaN: true }),
    files: fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1 }),
  });
  const now = new Date("2026-03-02T12:00:00Z");
  fc.assert(
    fc.property(
      fc.array(merge, { minLength: 1, maxLength: 12 }),
      fc.double({ min: 0, max: 90, noNaN: true }),
      (merges, wait) => {
        const risksAt = (moment: Date) =>
          PATHS.map((path) => {
            const touched = merges.flatMap(({ days, cost_usd, files }, index) =>
              files.includes(path)
                ? {
                    sha: String(index),
                    number: null,
                    title: null,
                    hours: 24,
                    path,
                    previous_path: null,
                    committed_at: new Date(now.getTime() - days * 86_400_000).toISOString(),
                    live_at: new Date(now.getTime() - days * 86_400_000).toISOString(),
                    cost_usd: cost_usd / files.length,
                    errors: 0,
                  }
                : [],
            );
            return riskOfFile(path, touched, 30, moment);
          });
        const total = totalOf(risksAt(now)).cost_usd;
        expect(total).toBeLessThanOrEqual(merges.reduce((sum, { cost_usd }) => sum + cost_usd, 0) + 1e-6);
        expect(totalOf(risksAt(new Date(now.getTime() + wait * 86_400_000))).cost_usd).toBeLessThanOrEqual(
          total + 1e-6,
        );
        expect(totalOf(risksAt(now)).score).toBeLessThanOrEqual(100);
      },
    ),
    { numRuns: RUNS },
  );
});
