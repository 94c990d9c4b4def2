/** Pull requests read at GitHub itself: loopback, in its own shapes. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { github } from "../../sources/github/index.ts";
import { assessAsked } from "../../src/jobs/assess-asked.ts";
import { assessPull } from "../../src/jobs/assess-pull.ts";
import { openSentinel } from "../../src/main.ts";
import { livePulls } from "../../src/risk/live-pull.ts";
import { askForPull } from "../../src/risk/pulls-to-assess.ts";
import { serveGithub, type Handler } from "../sources/github/loopback.ts";

async function sentinelAgainst(handler: Handler) {
  const { url, asked } = await serveGithub(handler);
  const home = mkdtempSync(join(tmpdir(), "sentinel-risk-"));
  const config = { api_url: url, token: "ghp_test", repos: "acme/shop" };
  const sentinel = await openSentinel({
    home,
    settings: join(home, "settings.json"),
    quiet: true,
    connections: [{ name: "shop", source: github, config }],
  });
  onTestFinished(async () => {
    await sentinel.close();
    rmSync(home, { recursive: true, force: true });
  });
  return { sentinel, asked, read: livePulls(sentinel) };
}

const PULL = {
  number: 7,
  title: "a change",
  state: "open",
  draft: false,
  changed_files: 2,
  user: { login: "renovate[bot]", type: "Bot" },
  head: { label: "stranger:branch", ref: "branch", sha: "a".repeat(40), repo: null },
  base: { ref: "main" },
  updated_at: "2026-03-01T00:00:00Z",
  created_at: "2026-03-01T00:00:00Z",
};
const FILES = [
  { filename: "b.ts", previous_filename: "a.ts", status: "renamed", additions: 0, deletions: 0 },
  // A binary file has no patch.
  { filename: "logo.png", status: "modified", additions: 0, deletions: 0 },
];
const answers: Handler = ({ path }) => {
  if (path === "/repos/acme/shop/pulls/7") return { json: PULL };
  return path === "/repos/acme/shop/pulls/7/files" ? { json: FILES } : undefined;
};

it("reads whose it is and what it changes: a fork, a bot, a rename, a binary file", async () => {
  const { read } = await sentinelAgainst(answers);
  expect(await read?.("acme/shop", 7)).toMatchObject({
    fork: true,
    bot: true,
    open: true,
    head_sha: PULL.head.sha,
    changed_files: 2,
    files: [
      { path: "b.ts", previous_path: "a.ts" },
      { path: "logo.png", previous_path: null },
    ],
  });
});

it("assesses one that was never synced, and says what may not be told of it", async () => {
  const { sentinel } = await sentinelAgainst(answers);
  const at = new Date("2026-03-02T00:00:00Z");
  const assessed = await assessPull(sentinel, { repo: "Acme/Shop", number: 7 }, { at });
  expect(assessed).toMatchObject({
    told: null,
    posting: { comment: false, why_not: expect.stringContaining("fork") as string },
    assessment: { verdict: "no_history", repo: "acme/shop" },
  });
});

it("says that it is gone, that it may not be read, or that GitHub does not answer", async () => {
  const { read, sentinel } = await sentinelAgainst(({ path }) => {
    if (path.endsWith("/8")) return { status: 403, json: { message: "Resource not accessible" } };
    return undefined;
  });
  const at = sentinel.now();
  await sentinel.state().write(async (db) => {
    for (const number of [8, 9]) await askForPull(db, { repo: "acme/shop", number }, at);
  });
  // Told of by the webhook: nothing to wait for, so it is not looked at again.
  expect(await assessAsked(sentinel)).toBe(2);
  expect(await sentinel.state().db.selectFrom("pulls_to_assess").selectAll().execute()).toEqual([]);
  await expect(read?.("acme/shop", 9)).rejects.toMatchObject({ code: "not_found" });
  await expect(read?.("acme/shop", 8)).rejects.toMatchObject({ code: "unauthorized" });
  await expect(read?.("acme/other", 7)).rejects.toMatchObject({
    code: "not_found",
    hint: expect.stringContaining("GITHUB_REPOS") as string,
  });
});
