/** Keys and sessions from their making to their end. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { listAudit } from "../../src/audit/list-audit.ts";
import { errorOf, openHouse, OWN_ORIGIN, type House } from "../api/house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse({ settings: { server: { session_hours: 2 } } });
});
afterEach(() => house.close());

const page = { origin: OWN_ORIGIN, "sec-fetch-site": "same-origin" };

async function logIn(key: string) {
  const answer = await house.send("POST", "/api/session", { body: { key }, headers: page });
  const set = answer.headers.get("set-cookie") ?? "";
  return { answer, set, cookie: set.split(";")[0] ?? "" };
}

const as = (cookie: string) => ({ headers: { ...page, cookie } });
const status = async (path: string, cookie: string) => (await house.send("GET", path, as(cookie))).status;
const kinds = async () =>
  (await listAudit(house.sentinel.state(), { kind: "access" })).map(({ kind }) => kind).toReversed();

describe("a session", () => {
  it("is opened with a key, does what the key may, and ends when its person says so", async () => {
    const { key } = await house.key("operator", "Ada");
    const { set, cookie, answer } = await logIn(key);
    expect(await answer.json()).toMatchObject({ principal: { name: "Ada", role: "operator", via: "web" } });
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/SameSite=Strict/);
    expect(set).not.toContain(key);
    expect(await status("/api/audit", cookie)).toBe(200);
    expect(await status("/api/keys", cookie)).toBe(403);
    expect((await house.send("POST", "/api/jobs/none/run", { ...as(cookie), body: {} })).status).toBe(404);

    expect((await house.send("DELETE", "/api/session", as(cookie))).status).toBe(200);
    expect(await status("/api/audit", cookie)).toBe(401);
    expect(await kinds()).toEqual(
      ["key_created", "login", "denied", "logout", "denied"].map((what) => `access.${what}`),
    );
  });

  it("ends by itself", async () => {
    const { cookie } = await logIn((await house.key("viewer")).key);
    expect(await status("/api/incidents", cookie)).toBe(200);
    house.clock.now = new Date(house.clock.now.getTime() + 2 * 3_600_000 + 1);
    expect(await status("/api/incidents", cookie)).toBe(401);
  });

  it("ends with its key", async () => {
    const [admin, viewer] = [await house.key("admin"), await house.key("viewer")];
    const { cookie } = await logIn(viewer.key);
    expect((await house.send("DELETE", `/api/keys/${viewer.id}`, { key: admin.key })).status).toBe(200);
    expect(await status("/api/incidents", cookie)).toBe(401);
    expect((await house.send("GET", "/api/incidents", { key: viewer.key })).status).toBe(401);
    const again = await house.send("DELETE", `/api/keys/${viewer.id}`, { key: admin.key });
    expect(await errorOf(again)).toMatchObject({ status: 409 });
  });

  it("is not opened by a key that is wrong, revoked or an agent's, and does not tell the first two apart", async () => {
    const agent = await house.key("agent");
    const { key } = await house.key("viewer");
    const wrong = `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`;
    const told = new Set<string>();
    for (const bad of [wrong, "x", "sk_sentinel_"]) {
      const { answer, set } = await logIn(bad);
      const error = await errorOf(answer);
      expect([error.status, set]).toEqual([401, ""]);
      told.add(error.message);
    }
    expect(told.size).toBe(1);
    expect((await logIn(agent.key)).answer.status).toBe(403);
  });
});

describe("a key", () => {
  it("is shown once and stored as a hash only", async () => {
    const admin = await house.key("admin");
    const answer = await house.send("POST", "/api/keys", {
      key: admin.key,
      body: { name: "Ada", role: "viewer" },
    });
    const made = (await answer.json()) as { key: string; id: string };
    expect(made.key).toMatch(/^sk_sentinel_[\w-]{43}$/);
    const listed = await (await house.send("GET", "/api/keys", { key: admin.key })).text();
    expect(listed).toContain(made.id);
    const rows = await house.sentinel.state().db.selectFrom("api_keys").selectAll().execute();
    const audit = await listAudit(house.sentinel.state(), { limit: 1_000 });
    for (const text of [listed, JSON.stringify(rows), JSON.stringify(audit)]) {
      expect(text).not.toContain(made.key.slice("sk_sentinel_".length));
    }
    expect(rows.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  });

  it("ends the freedom of this machine, and revoking the last one does not bring it back", async () => {
    expect((await house.send("GET", "/api/incidents")).status).toBe(200);
    const admin = await house.key("admin");
    expect((await house.send("GET", "/api/incidents")).status).toBe(401);
    await house.send("DELETE", `/api/keys/${admin.id}`, { key: admin.key });
    expect((await house.send("GET", "/api/incidents")).status).toBe(401);
  });

  it("never falls back to a session or to this machine when it is wrong", async () => {
    const answer = await house.send("GET", "/api/incidents", { key: "sk_sentinel_wrong" });
    expect(await errorOf(answer)).toMatchObject({ status: 401 });
  });

  it.each([
    [{ name: "Ada", role: "root" }, "a role is one of"],
    [{ name: "sentinel", role: "admin" }, "Sentinel's own"],
    [{ name: "<b>", role: "viewer" }, "letters, digits"],
    [{ name: "Ada" }, "role"],
  ])("is not made from %j", async (body, why) => {
    const error = await errorOf(await house.send("POST", "/api/keys", { body }));
    expect(error.status).toBe(422);
    expect(error.message).toContain(why);
  });
});
