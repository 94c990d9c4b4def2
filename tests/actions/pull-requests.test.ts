import { describe, expect, it } from "vitest";

import { listOf } from "../seeds/vendors/serve-rows.ts";
import { act, HEAD, INCIDENT, openWorld, REPO, type World } from "./world.ts";

const args = (more: object = {}) => ({ repo: REPO, number: 7, body: "Why.", incident_id: INCIDENT, ...more });
const comments = async (world: World) =>
  listOf(await world.as(undefined, "GET", `/repos/${REPO}/issues/7/comments`));
const reviews = async (world: World) =>
  listOf(await world.as(undefined, "GET", `/repos/${REPO}/pulls/7/reviews`));

describe("request_pr_changes", () => {
  it("reviews the commit that was looked at, updates its review, and dismisses it", async () => {
    const world = await openWorld();
    const review = act(world, "request_pr_changes", args());
    expect(await review.preconditions()).toEqual({ state: "open", head_sha: HEAD, draft: false });
    const result = await review.run("apr_1");
    expect(await reviews(world)).toMatchObject([{ state: "CHANGES_REQUESTED", commit_id: HEAD }]);
    const again = act(world, "request_pr_changes", args({ body: "Why, again." }));
    expect(await again.run("apr_2")).toMatchObject({ id: result.id, how: "updated" });
    expect(await review.reconcile("apr_1")).toMatchObject({ found: true, result: { id: result.id } });
    expect(await review.reconcile("apr_3")).toEqual({ found: false });
    await review.undo("apr_1", result);
    await review.undo("apr_1", result);
    expect(await reviews(world)).toMatchObject([{ state: "DISMISSED" }]);
  });

  it("makes no sense on a pull request that is closed or locked", async () => {
    const world = await openWorld();
    for (const number of [8, 9]) {
      const review = act(world, "request_pr_changes", args({ number }));
      await expect(review.preconditions()).rejects.toMatchObject({ code: "conflict" });
    }
  });
});

describe("comment_pr", () => {
  it("keeps to one comment, which undo restores or deletes", async () => {
    const world = await openWorld();
    const comment = act(world, "comment_pr", args());
    const created = await comment.run("apr_1");
    const again = act(world, "comment_pr", args({ body: "More." }));
    const updated = await again.run("apr_2");
    expect(updated).toMatchObject({ id: created.id, how: "updated" });
    expect(await comments(world)).toHaveLength(1);
    await again.undo("apr_2", updated);
    expect((await comments(world))[0]?.["body"]).toMatch(/^Why\./);
    await comment.undo("apr_1", created);
    await comment.undo("apr_1", created);
    expect(await comments(world)).toEqual([]);
    // A comment that is gone is not missed: the next one is new.
    expect(await again.reconcile("apr_2")).toEqual({ found: false });
    expect(await act(world.restarted(), "comment_pr", args()).run("apr_3")).toMatchObject({ how: "created" });
  });

  it("leaves a comment that a person edited, and a spoofed one, and writes its own", async () => {
    const world = await openWorld();
    await act(world, "comment_pr", args()).run("apr_1");
    const [mine] = await comments(world);
    const body = String(mine?.["body"]);
    await world.as("dev-b", "POST", `/repos/${REPO}/issues/7/comments`, { body });
    const path = `/repos/${REPO}/issues/comments/${String(mine?.["id"])}`;
    await world.as("dev-b", "PATCH", path, { body: body.replace("Why.", "Why, says dev-b.") });
    expect(await act(world, "comment_pr", args({ body: "More." })).run("apr_2")).toMatchObject({
      how: "created",
    });
    expect((await comments(world)).map((each) => String(each["body"]).split("\n")[0])).toEqual([
      "Why, says dev-b.",
      "Why.",
      "More.",
    ]);
  });
});
