import fc from "fast-check";
import { expect, it } from "vitest";

import { scoreSeries } from "../../src/anomaly/score-series.ts";

const START = Date.UTC(2026, 0, 5);
const FIVE_MINUTES = 300_000;

function series(values: number[]) {
  return values.map((value, index) => ({
    timestamp: new Date(START + index * FIVE_MINUTES).toISOString().slice(0, 19).replace("T", " "),
    value,
  }));
}

/** Ten days of a daily rhythm with a little noise, the same on every run. */
function rhythm(days = 10): number[] {
  return Array.from(
    { length: days * 288 },
    (_, i) => 50 + 20 * Math.sin((i / 288) * 2 * Math.PI) + ((i * 7919) % 13) / 6,
  );
}

it("scores each point from itself and those before it only", () => {
  const whole = series(rhythm(6));
  const scores = scoreSeries(whole);
  for (const length of [1, 250, 900, 1500]) {
    expect(scoreSeries(whole.slice(0, length))).toEqual(scores.slice(0, length));
  }
});

it("stays within 0 and 1 for any numbers and any timestamps", () => {
  const value = fc.oneof(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), fc.constantFrom(0, 1, -1));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, fc.oneof(fc.string(), fc.constant("2026-01-01 00:00:00"))), {
        maxLength: 400,
      }),
      (rows) => {
        for (const score of scoreSeries(rows.map(([one, timestamp]) => ({ timestamp, value: one })))) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
      },
    ),
    { numRuns: 50 },
  );
});

it("gives a jump its highest score, and the points after it less", () => {
  const values = rhythm();
  for (let i = 2500; i < 2560; i += 1) values[i] = (values[i] ?? 0) + 120;
  const scores = scoreSeries(series(values));
  const top = scores.indexOf(Math.max(...scores));
  expect(top).toBeGreaterThanOrEqual(2500);
  expect(top).toBeLessThan(2503);
  expect(scores[top]).toBeGreaterThan(0.6);
  expect(scores[2540]).toBeLessThan((scores[top] ?? 0) * 0.7);
});

it("sees a day without its peak, which is odd only for its time of day", () => {
  const values = rhythm();
  for (let i = 8 * 288; i < 9 * 288; i += 1) values[i] = 50 + ((i * 7919) % 13) / 6;
  const scores = scoreSeries(series(values));
  expect(Math.max(...scores.slice(8 * 288, 9 * 288))).toBeGreaterThan(Math.max(...scores.slice(0, 8 * 288)));
});

it("finds nothing in a flat line", () => {
  expect(Math.max(...scoreSeries(series(Array.from({ length: 2000 }, () => 7))))).toBe(0);
});
