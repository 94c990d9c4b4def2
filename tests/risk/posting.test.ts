/** Where the risk of a pull request is told, and where not. */
import { expect, it } from "vitest";

import { postingOf } from "../../src/risk/posting.ts";
import type { PullRequest } from "../../src/risk/pull-request.ts";
import { REPO, sha } from "./product.ts";

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
  expect(postingOf({ ...pull, ...given })).toMatchObject({ comment, request_changes });
});
