import { expect, it, onTestFinished } from "vitest";

import { freshHistory } from "../../src/risk/fresh-history.ts";
import { AT, hoursBefore, measuredMerges, openProduct, REPO, settings, sha } from "./product.ts";

const HOUR_MS = 3_600_000;

it("reads the history once for any number of pushes, and anew when what it is made of has changed", async () => {
  const world = await openProduct({
    spend: (ago) => (ago < 24 ? 2 : 1),
    merges: [{ n: 1, hours_ago: 48, files: [{ path: "a.ts" }] }],
  });
  onTestFinished(() => world.close());
  let read = 0;
  const ask: typeof world.lake.ask = (sql, params, options) => {
    if (sql.includes("github_commit_files")) read += 1;
    return world.lake.ask(sql, params, options);
  };
  const lake = { ...world.lake, ask };
  const fresh = (later_ms = 0, more = {}) =>
    freshHistory({ ...world, settings, lake, ...more }, new Date(Date.parse(AT) + later_ms));

  const reports = await Promise.all(Array.from({ length: 200 }, (_, push) => fresh(push * 1_000)));
  expect(read).toBe(1);
  expect(new Set(reports.map((report) => JSON.stringify(report))).size).toBe(1);

  const commit = { repo: REPO, sha: sha(2), title: "late", committed_at: hoursBefore(30) };
  await world.fill("github_commits", [commit]);
  await fresh();
  expect(read).toBe(2);
  expect([...(await measuredMerges(world)).values()]).toHaveLength(2);
  await world.lake.set_services([]);
  await fresh();
  await fresh();
  expect(read).toBe(3);
  const shorter = { ...settings, history_days: 30 };
  await fresh(0, { settings: shorter });
  expect(read).toBe(4);
  await fresh(2 * HOUR_MS, { settings: shorter });
  expect(read).toBe(5);
});
