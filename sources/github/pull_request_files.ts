/** The files that a pull request changes; filled from github_pull_requests. */
import { z } from "zod";

import { id, int, text, time } from "../../src/contracts/columns.ts";
import { defineTable } from "../../src/contracts/table.ts";
import { fileRows } from "./changed-files.ts";
import { readPullRequest } from "./pull_requests.ts";
import { repoOf } from "./repo-of.ts";

export const githubPullRequestFiles = defineTable({
  name: "github_pull_request_files",
  grain: "one file changed by a pull request",
  key: ["repo", "number", "path"],
  time: "updated_at",
  time_moves: true,
  lookback_minutes: 0,
  from: "github_pull_requests",
  row: z.object({
    repo: id("owner/name, as configured"),
    number: int("The pull request; joins to github_pull_requests"),
    path: id("Path after the change"),
    previous_path: text("Path before, when the file was renamed or copied"),
    status: text("added, removed, modified, renamed, copied, changed or unchanged"),
    additions: int("Lines added"),
    deletions: int("Lines deleted"),
    updated_at: time("Last change of the pull request"),
  }),
  map(item, context) {
    const { number, files, updated_at } = readPullRequest(item);
    const repo = repoOf(item, context);
    return fileRows(files).map((file) => ({ repo, number, ...file, updated_at }));
  },
});
