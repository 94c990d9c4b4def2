/** What people did to the comment about a pull request stands. */
import { expect, it } from "vitest";

import { undo } from "../../src/gate/undo.ts";
import { NEW, openGithubWorld, pull, sha, toldOf } from "./github-world.ts";

const ADA = { name: "ada", role: "approver", via: "cli" } as const;

it("a comment edited by hand stays as it is, with or without its marks; the status goes on", async () => {
  const world = await openGithubWorld([pull(8, [NEW]), pull(9, [NEW])]);
  for (const [number, edit] of [
    [8, (body: string) => body.replace("No history", "Fine, says dev-b: no history")],
    [9, () => "Gone, all of it."],
  ] as const) {
    await world.tell(number);
    const [comment] = await world.comments(number);
    const edited = edit(String(comment?.["body"]));
    await world.as("dev-b", "PATCH", `/issues/comments/${String(comment?.["id"])}`, { body: edited });
    await world.push(number, sha(number * 10));
    const told = await world.tell(number);
    expect(toldOf(told, "post_risk_comment")).toMatchObject({
      status: null,
      why: "a person edited the comment: it stays as they left it",
    });
    expect(await world.comments(number)).toMatchObject([{ body: edited }]);
    expect(await world.statuses(sha(number * 10))).toHaveLength(1);
  }
});

it("a comment that was deleted is never written again, by hand or by undo", async () => {
  const world = await openGithubWorld([pull(8, [NEW]), pull(9, [NEW])]);
  await world.tell(8);
  const [comment] = await world.comments(8);
  await world.as("dev-b", "DELETE", `/issues/comments/${String(comment?.["id"])}`);
  const undone = toldOf(await world.tell(9), "post_risk_comment")?.approval_id ?? "";
  await undo(world.sentinel.gate(), { id: undone, by: ADA });
  for (const number of [8, 9]) {
    await world.push(number, sha(number * 10));
    expect(toldOf(await world.tell(number), "post_risk_comment")).toMatchObject({
      status: null,
      why: "the comment was deleted: it is not written again",
    });
    expect(await world.comments(number)).toEqual([]);
  }
});

it("a copy of its marks by somebody else is not taken for its own", async () => {
  const world = await openGithubWorld([pull(8, [NEW])]);
  await world.tell(8);
  const [comment] = await world.comments(8);
  await world.as("dev-b", "POST", "/issues/8/comments", { body: comment?.["body"] });
  await world.push(8, sha(80));
  await world.tell(8);
  const bodies = (await world.comments(8)).map(({ body }) => String(body));
  expect(bodies[1]).toBe(comment?.["body"]);
  expect(bodies[0]).toContain(sha(80).slice(0, 7));
});
