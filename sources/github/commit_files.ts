/** The files that a commit changed; filled from github_commits. */
import { z } from "zod";

import { id, int, text, time } from "../../src/contracts/columns.ts";
import { defineTable } from "../../src/contracts/table.ts";
import { fileRows } from "./changed-files.ts";
import { readCommit } from "./commits.ts";
import { repoOf } from "./repo-of.ts";

export const githubCommitFiles = defineTable({
  name: "github_commit_files",
  grain: "one file changed by a commit",
  key: ["repo", "sha", "path"],
  time: "committed_at",
  time_moves: false,
  lookback_minutes: 0,
  from: "github_commits",
  row: z.object({
    repo: id("owner/name, as configured"),
    sha: id("The commit; joins to github_commits"),
    path: id("Path after the commit"),
    previous_path: text("Path before, when the file was renamed or copied"),
    status: text("added, removed, modified, renamed, copied, changed or unchanged"),
    additions: int("Lines added"),
    deletions: int("Lines deleted"),
    committed_at: time("When the commit was committed"),
  }),
  map(item, context) {
    const { sha, files, committed_at } = readCommit(item);
    const repo = repoOf(item, context);
    return fileRows(files).map((file) => ({ repo, sha, ...file, committed_at }));
  },
});
