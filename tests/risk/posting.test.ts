/** Where the risk of a pull request is told, and where not. */
import { expect, it, onTestFinished } from "vitest";

import { recallComment, rememberComment } from "../../src/risk/comment-memory.ts";
import { postingOf } from "../../src/risk/posting.ts";
import type { PullRequest } from "../../src/risk/pull-request.ts";
import { openState } from "../../src/state/open.ts";
import { AT, REPO, sha } from "./product.ts";

const now = new Date(AT);
const pull: PullRequest = {
  connection: "shop",
  repo: REPO,
  number: 10,
  title: null,
  author: "dev-a",
  head_sha: sha(900),
  bot: false,
  open: true,
  draft: false,
  fork: false,
  changed_files: 1,
  files: [],
  read_from: "lake",
};
it.each([
  ["an ordinary one", {}, true, true],
  ["a draft", { draft: true }, false, false],
  ["a fork", { fork: true }, false, false],
  ["one of unknown origin", { fork: null }, false, false],
  ["a closed one", { open: false }, false, false],
  ["one of a bot", { bot: true }, true, false],
])("%s", (_, given, comment, request_changes) => {
  expect(postingOf({ ...pull, ...given }, undefined)).toMatchObject({ comment, request_changes });
});

it("writes no second comment where a person deleted the first", async () => {
  const state = openState(":memory:");
  onTestFinished(() => state.close());
  const place = { connection: "shop", repo: REPO, number: 10 };
  const told = { head_sha: sha(900), at: now };
  await rememberComment(state, place, { posted: { comment_id: "7", outcome: "created" }, ...told });
  expect(postingOf(pull, await recallComment(state, place)).comment).toBe(true);
  await rememberComment(state, place, { posted: { comment_id: "7", outcome: "gone" }, ...told });
  expect(postingOf(pull, await recallComment(state, place))).toMatchObject({
    comment: false,
    why_not: expect.stringContaining("deleted") as string,
  });
});
