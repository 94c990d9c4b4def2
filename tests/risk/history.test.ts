/** What merges were followed by, against what would have happened anyway. */
import { expect, it, onTestFinished } from "vitest";

import { riskOfFile } from "../../src/risk/score-files.ts";
import { readHistory } from "../../src/risk/read-history.ts";
import { followRenames } from "../../src/risk/follow-renames.ts";
import { updateHistory } from "../../src/risk/update-history.ts";
import { AT, hoursBefore, measuredMerges, openProduct, REPO, settings, sha } from "./product.ts";

const file = (path: string) => ({ path });
const product = async (given: Parameters<typeof openProduct>[0]) => {
  const world = await openProduct(given);
  onTestFinished(() => world.close());
  return world;
};
const history = (world: Awaited<ReturnType<typeof product>>) =>
  readHistory(world.state, { connection: "shop", repo: REPO, before: new Date(AT) });

const isSunday = (ago: number) => new Date(hoursBefore(ago + 0.5)).getUTCDay() === 0;
const merge = (hours_ago: number, cost_usd: number) => ({
  sha: sha(1),
  number: 1,
  title: null,
  hours: 24,
  path: "a.ts",
  previous_path: null,
  committed_at: hoursBefore(hours_ago),
  live_at: hoursBefore(hours_ago),
  cost_usd,
  errors: 2 * cost_usd,
});

it("lays a rise on the merge before it, once, in equal parts on its files", async () => {
  const world = await product({
    spend: (ago) => (ago < 48 && ago >= 24 ? 11 : 1),
    failures: (ago) => (ago < 48 && ago >= 24 ? 2 : 0),
    merges: [
      { n: 1, hours_ago: 200, files: [file("a.ts")] },
      { n: 2, hours_ago: 48, files: ["a.ts", "b.ts", "c.ts", "d.ts"].map(file) },
    ],
  });
  const merges = await measuredMerges(world);
  expect(merges.get(2)).toMatchObject({ hours: 24, files: 4 });
  expect(merges.get(2)?.cost_usd).toBeCloseTo(240, 6);
  expect(merges.get(2)?.errors).toBeCloseTo(48, 6);
  expect(merges.get(1)?.cost_usd).toBeCloseTo(0, 6);
  const files = (await history(world)).filter((row) => row.sha === sha(2));
  expect(files.map(({ cost_usd }) => cost_usd)).toEqual([60, 60, 60, 60]);
});

it("blames nobody for a day of the week that is always busy, nor for trouble that was there before", async () => {
  // Sundays cost tenfold; from four days ago on everything costs two dollars more.
  const world = await product({
    spend: (ago) => (isSunday(ago) ? 10 : 1) + (ago < 96 ? 2 : 0),
    merges: [
      { n: 1, hours_ago: 96, files: [file("a.ts")] },
      { n: 2, hours_ago: 40, files: [file("b.ts")] },
    ],
  });
  const merges = await measuredMerges(world);
  expect(merges.get(1)?.cost_usd).toBeCloseTo(48, 6);
  expect(merges.get(2)?.cost_usd).toBeCloseTo(0, 6);
});

it("shares an hour between the merges that could have moved it, and leaves a merge commit's own commits to it", async () => {
  const world = await product({
    spend: (ago) => (ago < 30 && ago >= 6 ? 3 : 1),
    merges: [
      { n: 1, hours_ago: 30, files: [file("a.ts")], parents: [] },
      { n: 3, hours_ago: 31, files: [file("b.ts")], parents: [1] },
      { n: 2, hours_ago: 30, files: [file("b.ts")], parents: [1, 3] },
    ],
  });
  const merges = await measuredMerges(world);
  expect(new Set(merges.keys())).toEqual(new Set([1, 2]));
  expect(merges.get(1)?.cost_usd).toBeCloseTo(24, 6);
  expect(merges.get(2)?.cost_usd).toBeCloseTo(24, 6);
});

it("says nothing of what it cannot measure: before the product ran, too young, hours that were not fetched", async () => {
  const world = await product({
    days: 6,
    spend: () => 1,
    merges: [
      { n: 1, hours_ago: 200, files: [file("a.ts")] },
      { n: 2, hours_ago: 120, files: [file("a.ts")] },
      { n: 3, hours_ago: 8.5, files: [file("a.ts")] },
    ],
  });
  const merges = await measuredMerges(world);
  expect(merges.get(1)).toMatchObject({ hours: 0, cost_usd: null, errors: null });
  expect(merges.get(2)).toMatchObject({ hours: 0, cost_usd: null });
  expect(merges.get(3)).toMatchObject({ hours: 8 });
});

it("keeps what was measured when the traces are gone", async () => {
  const world = await product({
    spend: (ago) => (ago < 48 ? 2 : 1),
    merges: [{ n: 1, hours_ago: 48, files: [file("a.ts")] }],
  });
  const before = (await measuredMerges(world)).get(1);
  await world.lake.retain({ langfuse_observations: 1 }, new Date("2026-03-20T00:00:00Z"));
  await updateHistory({ ...world, settings }, new Date("2026-03-20T00:00:00Z"));
  expect((await measuredMerges(world)).get(1)).toEqual(before);
});

it("follows a file through its renames, and not another that took its old name", async () => {
  const world = await product({
    spend: () => 1,
    merges: [
      { n: 1, hours_ago: 400, files: [file("old.ts")] },
      { n: 2, hours_ago: 300, files: [{ path: "mid.ts", previous_path: "old.ts" }] },
      { n: 3, hours_ago: 200, files: [file("old.ts")] },
      { n: 4, hours_ago: 100, files: [{ path: "new.ts", previous_path: "mid.ts" }] },
    ],
  });
  const follow = followRenames(await history(world));
  const touched = (path: string, previous_path: string | null = null) =>
    follow({ path, previous_path }).map(({ number }) => number);
  expect(touched("new.ts")).toEqual([1, 2, 4]);
  expect(touched("old.ts")).toEqual([1, 3]);
  expect(touched("newest.ts", "new.ts")).toEqual([1, 2, 4]);
  expect(touched("unknown.ts")).toEqual([]);
});

it("halves what lies a half-life back, and takes the mean of what is fresh", () => {
  const at = new Date(AT);
  const risk = (...merges: ReturnType<typeof merge>[]) => riskOfFile("a.ts", merges, 30, at);
  expect(risk(merge(0, 4))).toMatchObject({ cost_usd: 4, errors: 8 });
  expect(risk(merge(30 * 24, 4)).cost_usd).toBeCloseTo(2, 9);
  expect(risk(merge(60 * 24, 4)).cost_usd).toBeCloseTo(1, 9);
  expect(risk(merge(0, 4), merge(0, 0), merge(0, 0), merge(0, 0)).cost_usd).toBeCloseTo(1, 9);
  expect(risk(merge(0, -4))).toMatchObject({ cost_usd: 0, terms: { score: 0 } });
  expect(risk(merge(0, 12)).terms).toMatchObject({ error_points: 96, cost_points: 50, score: 100 });
});
