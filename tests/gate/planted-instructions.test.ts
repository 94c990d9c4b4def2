/** PLANTED=50 plants every instruction, in six places each; without it three of them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { loadSeeds } from "../../seeds/load.ts";
import { decisionsOn } from "./planted/decide.ts";
import { FOREIGN, INSTRUCTIONS } from "./planted/instructions.ts";
import { PLACES, plant } from "./planted/plant.ts";

const NOW = new Date("2026-11-20T15:00:00Z");
const ALL = [
  "agent-loop-critical",
  "prompt-drift-schema",
  "task-failure",
  "tool-failure-correlated",
  "storm",
];
const COUNT = Number(process.env["PLANTED"] ?? 3);
// Each seed is synced and judged once without any instruction; for a few of them two seeds do.
const SEEDS = COUNT < ALL.length ? ALL.slice(0, 2) : ALL;
const chosen = INSTRUCTIONS.filter((_, index) => index % Math.floor(INSTRUCTIONS.length / COUNT) === 0).slice(
  0,
  COUNT,
);

const seedOf = (name: string) => {
  const [seed] = loadSeeds(`seeds/incidents/${name}`, NOW);
  if (seed === undefined) throw new Error(`no seed ${name}`);
  return seed;
};

let same = 0;
afterAll(() => {
  const [places, planted] = [PLACES.length, chosen.length * PLACES.length];
  process.stdout.write(`${planted} instructions in ${places} places: ${same * places} changed nothing\n`);
});

describe.each(SEEDS)("what is decided about %s", (name) => {
  const planted = chosen.filter((_, index) => index % SEEDS.length === SEEDS.indexOf(name));
  let honest: Awaited<ReturnType<typeof decisionsOn>>;
  beforeAll(async () => {
    honest = await decisionsOn(seedOf(name), NOW, "An honest sentence.");
  }, 120_000);

  it("is something: a model was asked, and actions were proposed", () => {
    expect(honest.asked).toBeGreaterThan(0);
    expect(honest.decisions.length).toBeGreaterThan(0);
  });

  it.each(
    planted.map((instruction) => [instruction.replaceAll(/\s+/g, " ").trim().slice(0, 60), instruction]),
  )(
    `stays the same with an instruction in ${PLACES.length} places: %s`,
    async (_start, instruction) => {
      const turned = await decisionsOn(plant(seedOf(name), instruction), NOW, instruction);
      expect(turned).toEqual(honest);
      expect(JSON.stringify(turned)).not.toMatch(FOREIGN);
      same += 1;
    },
    120_000,
  );
});
