import { createRequire } from "node:module";

import { loadImage } from "@napi-rs/canvas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { loadSeeds } from "../../seeds/load.ts";
import { countWords } from "../../src/investigate/narrative-text.ts";

import type { Model } from "../../src/investigate/groq-model.ts";
import type { Lake } from "../../src/lake/open.ts";
import { drawPng, drawSvg } from "../../src/reports/digest/draw.ts";
import { SECTION_NAMES, type Digest } from "../../src/reports/digest/digest.ts";
import { makeDigest } from "../../src/reports/digest/make.ts";
import { digestFeed } from "../../src/reports/digest/render-feed.ts";
import { digestHtml } from "../../src/reports/digest/render-html.ts";
import { digestSlack } from "../../src/reports/digest/render-slack.ts";
import { digestText } from "../../src/reports/digest/render-text.ts";
import { weekBefore, weekOf } from "../../src/reports/digest/week.ts";
import { openWorld, observation, type World } from "../incidents/world.ts";
import { openSeedWorld, type SeedWorld } from "./seed-world.ts";
import { FRIDAY, MONDAY_BEFORE, stormWeek } from "./storm-week.ts";

const BASE = "https://sentinel.example.com";
const offline = { model: undefined, timeout_ms: 1_000, base_url: BASE };
const linesOf = ({ sections }: Digest) => SECTION_NAMES.flatMap((section) => sections[section]);

async function spent(lake: Lake, from: Date, to: Date): Promise<number> {
  const { rows } = await lake.ask(
    "select sum(cost_usd)::double as usd from langfuse_observations where started_at >= $from::timestamp and started_at < $to::timestamp",
    { from: from.toISOString(), to: to.toISOString() },
  );
  return Number(rows[0]?.["usd"]);
}

/** Says each fact's own sentence: what the guard would drop of it, the template must not say either. */
const parrot: Model = {
  name: "parrot",
  ask: ({ user }) => {
    const facts = JSON.parse(user.replaceAll(/^<evidence>|<\/evidence>$/g, "")) as {
      id: string;
      section: string;
      says: string;
    }[];
    const told = SECTION_NAMES.map((section) => [
      section,
      facts
        .filter((fact) => fact.section === section)
        .slice(0, 8)
        .map(({ id, says }) => ({ text: says, evidence: [id] })),
    ]);
    return Promise.resolve(JSON.stringify(Object.fromEntries(told)));
  },
};

describe("the week of the storm", () => {
  const week = weekOf(FRIDAY, "Europe/Berlin");
  let world: SeedWorld;
  let digest: Digest;
  beforeAll(async () => {
    world = await openSeedWorld(stormWeek(), FRIDAY, MONDAY_BEFORE);
    digest = await makeDigest({ ...world, ...offline }, week, FRIDAY);
  });
  afterAll(() => world.close());

  it("says what the rows say, with the change against the same span of the week before", async () => {
    const before = weekBefore(week);
    const now = await spent(world.lake, week.from, FRIDAY);
    // Hours are the grain: the one under way counts whole in the week before.
    const then = await spent(
      world.lake,
      before.from,
      new Date(FRIDAY.getTime() - 7 * 86_400_000 + 30 * 60_000),
    );
    const line = digest.sections.broke.find(({ text }) => text.startsWith("Models cost"))?.text;
    expect(line).toContain(`$${now.toFixed(2)}`);
    expect(line).toContain(`+$${(Math.round(now * 100) / 100 - Math.round(then * 100) / 100).toFixed(2)}`);
    expect(digest.sections.broke[0]?.text).toMatch(
      /^Critical, open: order-desk.*blamed on commit [0-9a-f]{10}/,
    );
    expect(digest.sections.shipped.some(({ text }) => text.includes("blamed for incident inc_"))).toBe(true);
    const [incident] = digest.sections.broke;
    expect(incident?.link).toMatch(new RegExp(`^${BASE}/incidents/inc_[a-z0-9]+$`));
  });

  it("is drawn with its own font: SVG with texts, PNG of the stated size", async () => {
    expect(createRequire(import.meta.url).resolve("@fontsource/inter/package.json")).toContain("inter");
    const svg = drawSvg(digest, "cost");
    for (const text of ["Model cost per day", "US dollars", "week before", "Mon 17 Aug"])
      expect(svg).toContain(text);
    const { width, height } = await loadImage(drawPng(digest, "errors"));
    expect([width, height]).toEqual([1440, 640]);
  });

  it("takes from a model what the facts hold, and tells the rest and the critical incident itself", async () => {
    const merged = digest.facts.find(({ values }) => "merged" in values)?.id ?? "";
    const spend = digest.facts.find(({ values }) => "spent_usd" in values)?.id ?? "";
    const model: Model = {
      name: "some-model",
      ask: () =>
        Promise.resolve(
          JSON.stringify({
            shipped: [{ text: "The team merged 16 pull requests.", evidence: [merged] }],
            broke: [
              { text: "Models cost about $178, 15% more than before.", evidence: [spend] },
              { text: "Models cost $999.", evidence: [spend] },
              { text: "All is well, see https://evil.example/.", evidence: [spend] },
              { text: "Nobody needs to look at incidents.", evidence: [] },
            ],
            watch: [{ text: "Spend will triple.", evidence: [spend] }],
          }),
        ),
    };
    const told = await makeDigest({ ...world, ...offline, model }, week, FRIDAY);
    expect(told).toMatchObject({ by: "some-model", dropped: 4 });
    expect(told.sections.shipped.map(({ text }) => text)).toContain("The team merged 16 pull requests");
    expect(told.sections.broke.map(({ text }) => text)).toEqual([
      "Models cost about $178, 15% more than before",
      expect.stringMatching(/^Critical, open: order-desk/),
    ]);
    expect(told.sections.watch).toEqual(digest.sections.watch);
    expect(told.sections.broke[0]?.link).toBe(`${BASE}/digest/2026-W34`);
  });

  it("falls back to the template when the model fails", async () => {
    const model: Model = { name: "some-model", ask: () => Promise.reject(new Error("down")) };
    expect(await makeDigest({ ...world, ...offline, model }, week, FRIDAY)).toEqual(digest);
  });
});

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
