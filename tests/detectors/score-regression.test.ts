import { afterAll, beforeAll, expect, it } from "vitest";

import type { Detection } from "../../src/detect/run.ts";
import type { World } from "../incidents/world.ts";
import { ago, generation, hoursFrom, judge, of, openProducts, score } from "../detect/product.ts";

const week = hoursFrom(7 * 24, 25, 3);
/** Usual scores over the week, then as many as given over the last six hours. */
const scores = (now: (index: number) => number, usual: (index: number) => number, count = 24) => [
  ...week.map((hour, index) => score(hour, usual(index))),
  ...Array.from({ length: count }, (_, index) => score(6 - (index / count) * 5.9, now(index))),
];

let world: World;
let detection: Detection;
beforeAll(async () => {
  world = await openProducts({
    fallen: {
      observations: [generation(1)],
      scores: scores(
        (index) => 0.62 + (index % 5) / 50,
        (index) => 0.85 + (index % 5) / 50,
      ),
    },
    deeply: {
      observations: [generation(1)],
      scores: scores(
        (index) => 0.3 + (index % 5) / 50,
        (index) => 0.85 + (index % 5) / 50,
      ),
    },
    slightly: {
      observations: [generation(1)],
      scores: scores(
        (index) => 0.8 + (index % 5) / 50,
        (index) => 0.85 + (index % 5) / 50,
      ),
    },
    noisy: {
      observations: [generation(1)],
      scores: scores(
        (index) => (index % 3 === 0 ? 1 : 0),
        (index) => index % 2,
        12,
      ),
    },
    few_scores: {
      observations: [generation(1)],
      scores: scores(
        () => 0.2,
        () => 0.9,
        5,
      ),
    },
    stars: {
      observations: [generation(1)],
      scores: scores(
        (index) => 3 + (index % 2),
        (index) => 4 + (index % 2),
      ),
    },
    risen: {
      observations: [generation(1)],
      scores: scores(
        () => 0.95,
        (index) => 0.5 + (index % 5) / 50,
      ),
    },
  });
  detection = await judge(world, ["prompt_drift"]);
}, 60_000);
afterAll(() => world.close());

it("finds a score that fell, with the moment it fell", () => {
  const [finding] = of(detection, "fallen");
  expect(finding).toMatchObject({
    fingerprint: "score_regression:helpfulness",
    severity: "medium",
    facts: { usual_mean: 0.889, mean_last_24_hours: 0.658 },
  });
  expect(finding?.window.from).toBe(ago(6));
  expect(of(detection, "deeply")).toMatchObject([{ severity: "high" }]);
});

it("counts scores beyond 0..1 in parts of their range", () => {
  expect(of(detection, "stars")[0]?.title).toBe("score helpfulness fell from 4.5 to 3.5 (50 % of its range)");
});

it.each([
  ["slightly", "the score fell by less than a tenth"],
  ["noisy", "a dozen noisy scores prove nothing"],
  ["few_scores", "there are five scores"],
  ["risen", "the score rose"],
])("is quiet about %s: %s", (product) => {
  expect(of(detection, product)).toEqual([]);
});
