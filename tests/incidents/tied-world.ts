/** A lake in which everything that can tie findings does: commits, releases, events with traces, a message. */
import type { Blame } from "../../src/contracts/finding.ts";
import { openWorld, type World } from "./world.ts";

export const SHA = "8c1f2ab90d4e5f60718293a4b5c6d7e8f9012345";
export const OTHER_SHA = "1111111111aaaaaaaaaa2222222222bbbbbbbbbb";

export const blame = (sha = SHA, why = "release is this commit"): Blame => ({
  repo: "acme/shop",
  sha,
  message: "raise retries",
  committed_at: "2026-03-02T10:50:00.000Z",
  why,
});

export async function openTiedWorld(): Promise<World> {
  const world = await openWorld();
  await world.fill("github_commits", [
    {
      repo: "acme/shop",
      sha: SHA,
      message: "raise retries",
      title: "raise retries",
      committed_at: "2026-03-02T10:50:00Z",
    },
    {
      repo: "acme/shop",
      sha: OTHER_SHA,
      message: "tidy",
      title: "tidy",
      committed_at: "2026-03-02T10:10:00Z",
    },
  ]);
  await world.fill("sentry_releases", [
    { version: "shop@2.1.0", created_at: "2026-03-02T10:55:00Z", last_commit: SHA, projects: ["shop"] },
  ]);
  await world.fill("sentry_events", [
    { event_id: "ev-1", issue_id: "9001", occurred_at: "2026-03-02T11:20:00Z", trace_id: "trace-loop" },
  ]);
  await world.fill("sentry_issues", [
    {
      issue_id: "9002",
      short_id: "SHOP-7",
      project: "shop",
      title: "boom",
      last_seen_at: "2026-03-02T11:30:00Z",
    },
  ]);
  await world.fill("github_pull_requests", [
    {
      repo: "acme/shop",
      number: 41,
      title: "raise retries",
      state: "closed",
      created_at: "2026-03-02T09:00:00Z",
      updated_at: "2026-03-02T10:50:00Z",
      merged_at: "2026-03-02T10:50:00Z",
      merge_commit_sha: SHA,
    },
  ]);
  await world.fill("slack_messages", [
    {
      channel_id: "C1",
      channel: "incidents",
      ts: "1772451000.000100",
      sent_at: "2026-03-02T11:30:00Z",
      text: "SHOP-7 started with https://github.com/acme/shop/pull/41 I think",
    },
    {
      channel_id: "C1",
      channel: "deploys",
      ts: "1772451000.000200",
      sent_at: "2026-03-02T11:31:00Z",
      text: `deployed ${SHA} and ${OTHER_SHA} to production`,
    },
  ]);
  return world;
}
