import { createRequire } from "node:module";

import { loadImage } from "@napi-rs/canvas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Model } from "../../src/investigate/groq-model.ts";
import type { Lake } from "../../src/lake/open.ts";
import { drawPng, drawSvg } from "../../src/reports/digest/draw.ts";
import type { Digest } from "../../src/reports/digest/digest.ts";
import { makeDigest } from "../../src/reports/digest/make.ts";
import { weekBefore, weekOf } from "../../src/reports/digest/week.ts";
import { BASE, offline } from "./narrators.ts";
import { openSeedWorld, type SeedWorld } from "./seed-world.ts";
import { FRIDAY, MONDAY_BEFORE, stormWeek } from "./storm-week.ts";

async function spent(lake: Lake, from: Date, to: Date): Promise<number> {
  const { rows } = await lake.ask(
    "select sum(cost_usd)::double as usd from langfuse_observations where started_at >= $from::timestamp and started_at < $to::timestamp",
    { from: from.toISOString(), to: to.toISOString() },
  );
  return Number(rows[0]?.["usd"]);
}

describe("the week of the storm", () => {
  const week = weekOf(FRIDAY, "Europe/Berlin");
  let world: SeedWorld;
  let digest: Digest;
  beforeAll(async () => {
    world = await openSeedWorld(stormWeek(), FRIDAY, MONDAY_BEFORE);
    digest = await makeDigest({ ...world, ...offline }, week, FRIDAY);
  });
  afterAll(() => world.close());

  it("says what the rows say, with the change against the same span of the week before", async () => {
    const before = weekBefore(week);
    const now = await spent(world.lake, week.from, FRIDAY);
    // Hours are the grain: the one under way counts whole in the week before.
    const then = await spent(
      world.lake,
      before.from,
      new Date(FRIDAY.getTime() - 7 * 86_400_000 + 30 * 60_000),
    );
    const line = digest.sections.broke.find(({ text }) => text.startsWith("Models cost"))?.text;
    expect(line).toContain(`$${now.toFixed(2)}`);
    expect(line).toContain(`+$${(Math.round(now * 100) / 100 - Math.round(then * 100) / 100).toFixed(2)}`);
    expect(digest.sections.broke[0]?.text).toMatch(
      /^Critical, open: order-desk.*blamed on commit [0-9a-f]{10}/,
    );
    expect(digest.sections.shipped.some(({ text }) => text.includes("blamed for incident inc_"))).toBe(true);
    const [incident] = digest.sections.broke;
    expect(incident?.link).toMatch(new RegExp(`^${BASE}/incidents/inc_[a-z0-9]+$`));
  });

  it("is drawn with its own font: SVG with texts, PNG of the stated size", async () => {
    expect(createRequire(import.meta.url).resolve("@fontsource/inter/package.json")).toContain("inter");
    const svg = drawSvg(digest, "cost");
    for (const text of ["Model cost per day", "US dollars", "week before", "Mon 17 Aug"])
      expect(svg).toContain(text);
    const { width, height } = await loadImage(drawPng(digest, "errors"));
    expect([width, height]).toEqual([1440, 640]);
  });

  it("takes from a model what the facts hold, and tells the rest and the critical incident itself", async () => {
    const merged = digest.facts.find(({ values }) => "merged" in values)?.id ?? "";
    const spend = digest.facts.find(({ values }) => "spent_usd" in values)?.id ?? "";
    const model: Model = {
      name: "some-model",
      ask: () =>
        Promise.resolve(
          JSON.stringify({
            shipped: [{ text: "The team merged 16 pull requests.", evidence: [merged] }],
            broke: [
              { text: "Models cost about $178, 15% more than before.", evidence: [spend] },
              { text: "Models cost $999.", evidence: [spend] },
              { text: "All is well, see https://evil.example/.", evidence: [spend] },
              { text: "Nobody needs to look at incidents.", evidence: [] },
            ],
            watch: [{ text: "Spend will triple.", evidence: [spend] }],
          }),
        ),
    };
    const told = await makeDigest({ ...world, ...offline, model }, week, FRIDAY);
    expect(told).toMatchObject({ by: "some-model", dropped: 4 });
    expect(told.sections.shipped.map(({ text }) => text)).toContain("The team merged 16 pull requests");
    expect(told.sections.broke.map(({ text }) => text)).toEqual([
      "Models cost about $178, 15% more than before",
      expect.stringMatching(/^Critical, open: order-desk/),
    ]);
    expect(told.sections.watch).toEqual(digest.sections.watch);
    expect(told.sections.broke[0]?.link).toBe(`${BASE}/digest/2026-W34`);
  });

  it("falls back to the template when the model fails", async () => {
    const model: Model = { name: "some-model", ask: () => Promise.reject(new Error("down")) };
    expect(await makeDigest({ ...world, ...offline, model }, week, FRIDAY)).toEqual(digest);
  });
});
