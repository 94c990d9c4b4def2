/** What stands behind a file's score, and the requests of a repository, each by what was known then. */
import { afterAll, beforeAll, expect, it } from "vitest";

import { fileHistory } from "../../src/risk/file-history.ts";
import { listRepos } from "../../src/risk/list-repos.ts";
import { recentPulls } from "../../src/risk/recent-pulls.ts";
import type { World } from "../incidents/world.ts";
import { addPull, AT, hoursBefore, openProduct, REPO, settings, sha } from "./product.ts";

const at = new Date(AT);
let world: World;

beforeAll(async () => {
  world = await openProduct({
    merges: [
      { n: 1, hours_ago: 100, files: [{ path: "old.ts" }] },
      { n: 2, hours_ago: 48, files: [{ path: "new.ts", previous_path: "old.ts" }] },
    ],
    spend: (ago) => (ago < 100 && ago >= 76 ? 5 : 1),
  });
  await addPull(world, { number: 7 }, [{ path: "new.ts" }]);
  await addPull(world, { number: 1, state: "closed", merged_at: hoursBefore(100) }, [{ path: "old.ts" }]);
});
afterAll(() => world.close());

it("adds up, merge by merge, to the file's terms, and knows the names it had", async () => {
  const file = await fileHistory({ ...world, settings }, { repo: REPO, path: "new.ts" }, at);
  expect(file.former).toEqual(["old.ts"]);
  expect(file.merges.map((merge) => merge.sha)).toEqual([sha(2), sha(1)]);
  const sum = file.merges.reduce((all, { adds }) => all + (adds?.cost_usd ?? 0), 0);
  expect(file.terms.cost_usd).toBeGreaterThan(0);
  expect(sum).toBeCloseTo(file.terms.cost_usd, 10);
  const [newer, older] = file.merges;
  expect(newer?.weight).toBeGreaterThan(older?.weight ?? 1);
});

it("says of a file that nobody touched that it is not known", async () => {
  const asked = fileHistory({ ...world, settings }, { repo: REPO, path: "never.ts" }, at);
  await expect(asked).rejects.toMatchObject({ code: "not_found" });
});

it("judges a merged request by what was known before its merge, an open one by what is known now", async () => {
  const pulls = await recentPulls({ ...world, settings }, { repo: REPO, limit: 5 }, at);
  expect(pulls.map(({ number, verdict, judged_at }) => [number, verdict, judged_at])).toEqual([
    [7, "medium", at.toISOString()],
    [1, "no_history", hoursBefore(100)],
  ]);
  expect(await listRepos(world.state)).toMatchObject([{ repo: REPO, merges: 2, measured: 2 }]);
});
