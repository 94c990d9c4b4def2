import { afterAll, beforeAll, expect, it } from "vitest";

import { giveVerdict } from "../../src/incidents/give-verdict.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { readPrecision } from "../../src/reports/precision.ts";
import { wilson } from "../../src/reports/wilson.ts";
import { AT, finding, openWorld, type World } from "../incidents/world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it("counts the latest verdict of each incident, a wrong cause as real trouble with the wrong blame", async () => {
  const verdicts = [["right"], ["right"], ["noise", "right"], ["wrong_cause"], ["right", "noise"], []];
  for (const [index, words] of verdicts.entries()) {
    const { opened } = await recordFindings(world, {
      at: AT,
      findings: [
        finding({ key: `agent ${index}`, subject: { agents: [`agent-${index}`] }, connection: `c${index}` }),
      ],
    });
    for (const verdict of words)
      await giveVerdict(world.state, opened[0] ?? "", { verdict, by: "ana", at: new Date(AT) });
  }
  const [cost_spike, ...others] = await readPrecision(world.state);
  expect(others).toEqual([]);
  expect(cost_spike).toMatchObject({ detector: "cost_spike", right: 3, wrong_cause: 1, noise: 1 });
  expect(cost_spike?.real).toEqual(wilson(4, 5));
  expect(cost_spike?.cause).toEqual(wilson(3, 4));
});

it("gives Wilson's interval", () => {
  // Newcombe 1998, table I: 81 of 263 and 0 of 20.
  expect(wilson(81, 263).low).toBeCloseTo(0.2553, 4);
  expect(wilson(81, 263).high).toBeCloseTo(0.3662, 4);
  expect(wilson(0, 20).low).toBeCloseTo(0, 9);
  expect(wilson(0, 20).high).toBeCloseTo(0.1611, 4);
});
