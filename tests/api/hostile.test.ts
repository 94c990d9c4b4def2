/** What a browser on another site, a guesser and a flooder can send, and what comes of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { listAudit } from "../../src/audit/list-audit.ts";
import { errorOf, HOST, openHouse, OWN_ORIGIN, type House } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ settings: { server: { hosts: ["sentinel.example"], body_bytes: 2_000 } } });
});
afterAll(() => house.close());

const job = "/api/jobs/unknown/run";

describe("on this machine, before the first key", () => {
  it("is its owner's, who may do everything", async () => {
    const { principal } = (await (await house.send("GET", "/api/session")).json()) as {
      principal: { role: string };
    };
    expect(principal.role).toBe("admin");
    expect((await house.send("GET", "/api/keys")).status).toBe(200);
  });

  it.each([
    ["a name that was rebound to this machine", { host: "evil.example:8787" }],
    ["our port under another name", { host: "localhost.evil.example" }],
    ["no name", { host: "" }],
    ["a name with a user in it", { host: "127.0.0.1@evil.example" }],
  ])("answers nothing to %s", async (_what, headers) => {
    expect(await errorOf(await house.send("GET", "/api/incidents", { headers }))).toMatchObject({
      status: 403,
      code: "forbidden",
    });
  });

  it.each([
    ["a proxy", { "x-forwarded-for": "203.0.113.9" }],
    ["a name that settings.json allows", { host: "sentinel.example" }],
  ])("asks who comes through %s for a key", async (_what, headers) => {
    expect((await house.send("GET", "/api/incidents", { headers })).status).toBe(401);
  });

  it("asks who comes from another machine for a key", async () => {
    const incoming = { socket: { remoteAddress: "203.0.113.9" } };
    const answer = await house.app.request(
      `${OWN_ORIGIN}/api/incidents`,
      { headers: { host: HOST } },
      { incoming },
    );
    expect(answer.status).toBe(401);
  });
});

describe("a write", () => {
  it.each([
    ["JSON from another origin", { origin: "https://evil.example" }, {}],
    ["text from another origin", { origin: "https://evil.example", "content-type": "text/plain" }, "{}"],
    ["a sandboxed frame", { origin: "null" }, {}],
    ["another port of this machine", { origin: "http://127.0.0.1:3000" }, {}],
    ["another name of this machine", { origin: "http://localhost:8787" }, {}],
    ["another site, without an origin", { "sec-fetch-site": "cross-site" }, {}],
    ["a neighbour of our site", { "sec-fetch-site": "same-site", origin: OWN_ORIGIN }, {}],
    ["a page with a session, without an origin", { cookie: "sentinel_session=some" }, {}],
    ["another origin, with a key", { origin: "https://evil.example", authorization: "Bearer KEY" }, {}],
  ])("of %s is refused", async (_what, headers, body) => {
    const { key } = await other.key("admin");
    const given = "authorization" in headers ? { ...headers, authorization: `Bearer ${key}` } : headers;
    const answer = await other.send("POST", job, { headers: given, body });
    expect(await errorOf(answer)).toMatchObject({
      status: 403,
      message: "a write from another site is refused",
    });
  });

  it.each([
    ["our own page", { origin: OWN_ORIGIN, "sec-fetch-site": "same-origin" }],
    ["a program without any of it", {}],
  ])("of %s gets through to its route", async (_what, headers) => {
    expect((await house.send("POST", job, { headers, body: {} })).status).toBe(404);
  });

  it("of a program with a key gets through to its route", async () => {
    const { key } = await other.key("operator");
    expect((await other.send("POST", job, { key, body: {} })).status).toBe(404);
  });

  let other: House;
  beforeAll(async () => {
    other = await openHouse();
  });
  afterAll(() => other.close());
});

describe("limits", () => {
  it("refuses a body that is too large, told by its length or not", async () => {
    const body = JSON.stringify({ sql: "x".repeat(3_000) });
    const length = { "content-length": String(body.length) };
    for (const headers of [length, {}]) {
      const answer = await house.send("POST", "/api/sql", { body, headers });
      expect(await errorOf(answer)).toMatchObject({ status: 413, code: "too_large" });
    }
  });

  it("refuses more requests than settings allow, per key, and says when to come back", async () => {
    const narrow = await openHouse({ settings: { server: { requests_per_minute: 5 } } });
    const [one, another] = [await narrow.key("viewer"), await narrow.key("viewer")];
    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      statuses.push((await narrow.send("GET", "/api/incidents", { key: one.key })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const answer = await narrow.send("GET", "/api/incidents", { key: one.key });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await narrow.send("GET", "/api/incidents", { key: another.key })).status).toBe(200);
    await narrow.close();
  });

  it("lets nobody guess keys, and does not let a guesser flood the audit log", async () => {
    const guessed = await openHouse();
    const { key } = await guessed.key("viewer");
    const statuses = new Map<number, number>();
    for (let i = 0; i < 60; i += 1) {
      const guess = `sk_sentinel_${String(i).padStart(43, "A")}`;
      const { status } = await guessed.send("GET", "/api/incidents", { key: guess });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([
      [401, 20],
      [429, 40],
    ]);
    expect(key).toHaveLength(55);
    const denied = () => listAudit(guessed.sentinel.state(), { kind: "access.denied", limit: 1_000 });
    expect(await denied()).toHaveLength(10);
    guessed.clock.now = new Date(guessed.clock.now.getTime() + 61_000);
    await guessed.send("GET", "/api/keys");
    expect((await denied()).map(({ data }) => data["further_attempts"]).filter(Boolean)).toEqual([10]);
    await guessed.close();
  });
});
