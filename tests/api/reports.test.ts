/** The weekly digest, the sampling and the quality of detectors over HTTP. */
import { afterAll, beforeAll, expect, it } from "vitest";

import { readDigest } from "../../src/jobs/digest.ts";
import { enqueue } from "../../src/outbox/enqueue.ts";
import { storeDigest } from "../../src/reports/digest/store.ts";
import { errorOf, keysOf, openHouse, type House } from "./house.ts";

let house: House;
let keys: Awaited<ReturnType<typeof keysOf>>;
const get = (path: string) => house.send("GET", path, { key: keys.viewer });

beforeAll(async () => {
  house = await openHouse();
  keys = await keysOf(house);
  const digest = await readDigest(house.sentinel, { week: "2026-W09", dryRun: true });
  await house.sentinel.state().write((db) => storeDigest(db, digest));
});
afterAll(() => house.close());

it("serves the archive as a list, lines, text, a page with its charts, and a feed", async () => {
  const { digests } = (await (await get("/api/digest")).json()) as { digests: { week: string }[] };
  expect(digests).toMatchObject([{ week: "2026-W09", quiet: true, sending: [] }]);
  expect(await (await get("/api/digest/2026W09")).json()).toMatchObject({ week: "2026-W09" });
  expect(await (await get("/api/digest/2026-W09/text")).text()).toContain("WHAT BROKE");
  const page = await get("/api/digest/2026-W09/html");
  expect(page.headers.get("content-security-policy")).toContain("img-src 'self'");
  const [, source = ""] = /<img src="(charts\/cost\.png)"/.exec(await page.text()) ?? [];
  const chart = await get(`/api/digest/2026-W09/${source}`);
  expect(chart.headers.get("content-type")).toBe("image/png");
  expect(
    Buffer.from(await chart.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG");
  const drawing = await get("/api/digest/2026-W09/charts/errors.svg");
  expect(drawing.headers.get("content-type")).toBe("image/svg+xml");
  expect(await drawing.text()).toMatch(/^<svg/);
  const feed = await get("/api/digest/feed.xml");
  expect(feed.headers.get("content-type")).toContain("application/rss+xml");
  expect(await feed.text()).toContain("<item>");
});

it.each([
  ["/api/digest/2026-W08", 404],
  ["/api/digest/2026-W54", 400],
  ["/api/digest/2026-W09/pdf", 422],
  ["/api/digest/2026-W09/charts/..%2Fsecret", 422],
  ["/api/sampling?hours=0", 422],
  ["/api/quality/unknown/history", 404],
])("%s is answered with %i", async (path, status) => {
  expect((await get(path)).status).toBe(status);
});

it("says what became of a digest's letters, and when the next digest is made", async () => {
  const state = house.sentinel.state();
  const letter = { channel: "mail" as const, key: "digest:2026-W09:mail", cause: "2026-W09", payload: {} };
  await state.write((db) => enqueue(db, { ...letter, at: house.clock.now }));
  expect(await (await get("/api/digest")).json()).toMatchObject({
    digests: [{ sending: [{ way: "mail", status: "waiting", attempts: 0, sent_at: null, error: null }] }],
    present: "2026-W10",
    next: { week: "2026-W10", at: "2026-03-09T09:00:00.000Z" },
  });
});

it("makes a preview without storing it", async () => {
  const made = await house.send("POST", "/api/digest/preview", { key: keys.operator, body: {} });
  expect(await made.json()).toMatchObject({ week: "2026-W10" });
  expect((await get("/api/digest/2026-W10")).status).toBe(404);
});

it("shows forms and precision, and takes an acceptance into the record", async () => {
  const { db } = house.sentinel.state();
  const version = { connection: "shop", feature: "triage/reply", snapshot: JSON.stringify(SNAPSHOT) };
  const moments = { shape_from: AT, first_seen_at: AT, last_seen_at: AT };
  const open = { accepted_at: null, accepted_by: null, reason: null };
  await db
    .insertInto("schema_versions")
    .values([
      { ...version, ...moments, ...open, version: 1, status: "first" },
      { ...version, ...moments, ...open, version: 2, status: "drifted" },
    ])
    .execute();
  expect(await (await get("/api/quality")).json()).toMatchObject({
    features: [{ feature: "triage/reply", versions: [{ version: 1 }, { version: 2, status: "drifted" }] }],
    drifts: [],
    detectors: [],
  });
  const accept = (key: string) =>
    house.send("POST", "/api/quality/accept", { key, body: { feature: "triage/reply", reason: "meant" } });
  expect((await accept(keys.viewer)).status).toBe(403);
  expect(await (await accept(keys.operator)).json()).toMatchObject({
    version: 2,
    status: "accepted",
    accepted_by: "some operator",
  });
  expect(await errorOf(await accept(keys.operator))).toMatchObject({ status: 409 });
  const audit = await db
    .selectFrom("audit")
    .select("subject")
    .where("kind", "=", "schema.accepted")
    .execute();
  expect(audit).toEqual([{ subject: "shop triage/reply" }]);
  const { history } = (await (await get("/api/quality/triage%2Freply/history?days=2")).json()) as {
    history: { days: unknown[] }[];
  };
  expect(history).toMatchObject([{ connection: "shop" }]);
  expect(history[0]?.days).toHaveLength(2);
});

const AT = "2026-03-02T08:00:00.000Z";
const SNAPSHOT = { outputs: 20, json_share: 1, fenced_share: 0, required: [], types: {}, seen: {} };
