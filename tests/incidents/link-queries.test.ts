import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runQuery } from "../../src/queries/run.ts";
import { openTiedWorld, SHA } from "./tied-world.ts";
import { AT, library, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openTiedWorld();
});
afterAll(() => world.close());

const ask = async (id: string, params: Record<string, string | string[]>) =>
  (await runQuery(world, id, params, new Date(AT))).rows;

describe.each(["issue_traces", "release_commits", "request_commits"])("%s", (id) => {
  it("reads and returns what its header says", async () => {
    const query = library.get(id);
    const answer = await runQuery(world, id, {}, new Date(AT));
    expect(answer.columns).toEqual(query?.returns.map(({ name, type }) => ({ name, type })));
    expect((await world.lake.read_tables(query?.sql ?? "")).toSorted()).toEqual(query?.reads.toSorted());
    expect(answer.rows).toEqual([]);
  });
});

it("issue_traces finds the traces of the issues asked for, in the window", async () => {
  const found = { connection: "shop", issue_id: "9001", trace_id: "trace-loop", events: 1 };
  expect(await ask("issue_traces", { issue_ids: ["9001", "9002"] })).toEqual([found]);
  expect(await ask("issue_traces", { issue_ids: ["9001"], until: "2026-03-02T11:00:00Z" })).toEqual([]);
});

it("release_commits knows a release by Sentry's last commit, by its SHA and by the digits it ends in", async () => {
  const releases = ["shop@2.1.0", SHA, `shop@${SHA.slice(0, 8)}`, "v2", `v${SHA.slice(0, 4)}`];
  const rows = await ask("release_commits", { releases });
  expect(rows.map(({ release, repo, sha }) => ({ release, repo, sha }))).toEqual(
    [SHA, "shop@2.1.0", `shop@${SHA.slice(0, 8)}`].map((release) => ({
      release,
      repo: "acme/shop",
      sha: SHA,
    })),
  );
});

it("request_commits knows the commit that a merged pull request became", async () => {
  expect(await ask("request_commits", { requests: ["acme/shop#41", "acme/shop#42"] })).toEqual([
    { connection: "shop", request: "acme/shop#41", sha: SHA },
  ]);
});
