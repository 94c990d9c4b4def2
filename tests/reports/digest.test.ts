import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { loadSeeds } from "../../seeds/load.ts";
import { countWords } from "../../src/investigate/narrative-text.ts";
import { SECTION_NAMES, type Digest } from "../../src/reports/digest/digest.ts";
import { makeDigest } from "../../src/reports/digest/make.ts";
import { digestFeed } from "../../src/reports/digest/render-feed.ts";
import { digestHtml } from "../../src/reports/digest/render-html.ts";
import { digestSlack } from "../../src/reports/digest/render-slack.ts";
import { digestText } from "../../src/reports/digest/render-text.ts";
import { weekBefore, weekOf } from "../../src/reports/digest/week.ts";
import { openWorld, observation, type World } from "../incidents/world.ts";
import { BASE, offline, parrot } from "./narrators.ts";
import { openSeedWorld, type SeedWorld } from "./seed-world.ts";

const linesOf = ({ sections }: Digest) => SECTION_NAMES.flatMap((section) => sections[section]);

describe("seeds", () => {
  const now = new Date("2026-10-09T08:45:00Z");
  // All of them take a while to pull; these raise each kind of line.
  const some = ["quiet", "task-failure", "prompt-drift-schema", "tool-failure-output"];
  const seeds = [...loadSeeds("seeds/quiet", now), ...loadSeeds("seeds/incidents", now)].filter(
    ({ name }) => process.env["DIGEST_SEEDS"] === "all" || some.includes(name),
  );
  let world: SeedWorld;
  beforeAll(async () => {
    world = await openSeedWorld(seeds, now, new Date("2026-09-27T22:00:00Z"));
  }, 180_000);
  afterAll(() => world.close());

  it("fit into 400 words, every line linked and every sentence held by the facts it cites", async () => {
    const week = weekOf(now, "Europe/Berlin");
    const digest = await makeDigest({ ...world, ...offline }, week, now);
    expect(countWords(digestText(digest))).toBe(digest.words);
    expect(digest.words).toBeLessThanOrEqual(400);
    expect(linesOf(digest).length).toBeGreaterThan(8);
    for (const { link, label } of [...linesOf(digest), digest.coverage]) {
      expect(() => new URL(link)).not.toThrow();
      expect(label).not.toBe("");
    }
    expect(await makeDigest({ ...world, ...offline, model: parrot }, week, now)).toMatchObject({
      by: "parrot",
      dropped: 0,
    });
  });
});

describe("hand-made weeks", () => {
  const at = new Date("2026-03-09T09:00:00Z");
  const week = weekBefore(weekOf(at, "UTC"));
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  it("an empty one says so, and what is not connected", async () => {
    const digest = await makeDigest({ ...world, ...offline }, week, at);
    expect(digest.quiet).toBe(true);
    expect(digestText(digest)).toContain("An empty week");
    expect(digest.coverage.text).toContain("no source is connected");
    expect(digest.words).toBeLessThan(80);
  });

  it("texts of sources stay texts in mail, Slack, feed and terminal", async () => {
    const title = `<img src=x onerror=alert(1)> <!channel> @here <https://evil.example|click> [x](javascript:1) "]]> \u202Egnp`;
    await world.fill("github_pull_requests", [
      {
        repo: "acme/shop",
        number: 7,
        title,
        author: "dev-a",
        merged_at: "2026-03-03T10:00:00Z",
        updated_at: "2026-03-03T10:00:00Z",
        additions: 3,
        deletions: 1,
        url: "https://github.com/acme/shop/pull/7",
      },
    ]);
    await world.fill("sentry_issues", [
      {
        issue_id: "1",
        project: "web",
        title,
        status: "unresolved",
        first_seen_at: "2026-03-03T10:00:00Z",
        last_seen_at: "2026-03-03T10:00:00Z",
        permalink: "https://acme.sentry.io/issues/1/",
      },
    ]);
    await world.fill("sentry_events", [
      { event_id: "a", issue_id: "1", project: "web", title, occurred_at: "2026-03-03T10:00:00Z" },
    ]);
    await world.fill("langfuse_observations", [
      observation(1, { trace_name: title, started_at: "2026-03-03T10:00:00Z", cost_usd: "50" }),
    ]);
    const digest = await makeDigest({ ...world, ...offline }, week, at);
    const html = digestHtml(digest, []);
    expect(html).not.toMatch(/<img|<!channel|onerror=alert\(1\)>/);
    expect(
      html
        .match(/href="([^"]*)"/g)
        ?.every((link) => /"https:\/\/(sentinel\.example|github|acme\.sentry)/.test(link)),
    ).toBe(true);
    const slack = JSON.stringify(digestSlack(digest));
    expect(slack).not.toMatch(/<!channel|@here|evil\.example/);
    const feed = digestFeed([digest], BASE);
    expect(feed).not.toContain("<!channel");
    expect(feed.match(/<item>/g)).toHaveLength(1);
    expect(digestText(digest)).not.toMatch(/\u202E|evil\.example/);
  });
});
