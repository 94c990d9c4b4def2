import { afterAll, beforeAll, expect, it } from "vitest";

import { runQuery } from "../../src/queries/run.ts";
import { ago, AT, commit, deployment, file, generation, openProducts, sha } from "../detect/product.ts";
import type { World } from "../incidents/world.ts";

let world: World;
beforeAll(async () => {
  world = await openProducts({
    shop: {
      commits: [
        commit("shop", 1, 40),
        commit("shop", 2, 30),
        commit("shop", 3, 20, { title: "Add llmClient", message: "Add llmClient\n\nsee the design" }),
        commit("shop", 4, 3, { message: "filesystem watcher" }),
      ],
      files: [
        file("shop", 1, 40, "src/SystemPrompt.ts"),
        file("shop", 2, 30, "src/prompts/a.md"),
        file("shop", 2, 30, "README.md"),
        file("shop", 4, 3, "src/remodel.ts"),
      ],
      deployments: [
        deployment("shop", 2, 24),
        deployment("shop", 3, 10, { state: "failure" }),
        deployment("shop", 3, 8),
        deployment("shop", 4, 2, { environment: "staging" }),
      ],
      observations: [
        generation(7, { release: `shop@${sha(3).slice(0, 8)}` }),
        generation(6, { release: sha(3) }),
        generation(5, { release: "v1" }),
      ],
    },
    plain: { commits: [commit("plain", 7, 5)] },
  });
});
afterAll(() => world.close());

const rows = async (id: string, params: Record<string, string> = {}) =>
  (await runQuery(world, id, { since: ago(48), until: AT, ...params }, new Date(AT))).rows;

it("says when a commit went live: with the first good production deployment that carries it", async () => {
  const live = (await rows("live_changes")).map(({ sha: id, live_at, deployed_sha }) => ({
    id,
    live_at,
    deployed_sha,
  }));
  expect(live).toEqual([
    { id: sha(7), live_at: ago(5), deployed_sha: null },
    { id: sha(3), live_at: ago(8), deployed_sha: sha(3) },
    { id: sha(2), live_at: ago(24), deployed_sha: sha(2) },
    { id: sha(1), live_at: ago(24), deployed_sha: sha(2) },
  ]);
});

it("finds commits that touch prompts by whole words of message and path", async () => {
  const touching = await rows("prompt_commits_before");
  expect(touching.map(({ sha: id, in_message, paths }) => ({ id, in_message, paths }))).toEqual([
    { id: sha(3), in_message: "llm", paths: [] },
    { id: sha(2), in_message: null, paths: ["src/prompts/a.md"] },
    { id: sha(1), in_message: null, paths: ["src/SystemPrompt.ts"] },
  ]);
});

it("knows the commit of a release by its whole SHA and by its first digits", async () => {
  const releases = await rows("release_first_seen");
  expect(releases.map(({ release, sha: id, first_seen_at }) => [release, id, first_seen_at])).toEqual([
    [`shop@${sha(3).slice(0, 8)}`, sha(3), ago(7)],
    [sha(3), sha(3), ago(6)],
    ["v1", null, ago(5)],
  ]);
});

it("lists commits and deployments of a window with their files and titles", async () => {
  const commits = await rows("commits_before", { repo: "acme/shop", since: ago(35) });
  expect(commits.map(({ sha: id, paths }) => [id, paths])).toEqual([
    [sha(4), ["src/remodel.ts"]],
    [sha(3), []],
    [sha(2), ["README.md", "src/prompts/a.md"]],
  ]);
  const deployments = await rows("deployments_in_window");
  expect(deployments[0]).toMatchObject({ environment: "staging", sha: sha(4), title: "change 4" });
});
