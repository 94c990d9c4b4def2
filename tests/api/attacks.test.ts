/** What somebody with a small key, or a page in the owner's browser, may try to get more than that. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { KeyRole } from "../../src/access/keys.ts";
import { placeOrders } from "../../src/agents/place-orders.ts";
import { incidentRow } from "../metrics/incident-row.ts";
import { errorOf, keysOf, openHouse, OWN_ORIGIN, type House } from "./house.ts";

const INCIDENT = "inc_7k3m9q";
const order = (trace: string) => `/api/agents/${trace}/order`;

let house: House;
let keys: Record<KeyRole, string>;
beforeAll(async () => {
  house = await openHouse();
  keys = await keysOf(house);
  await house.sentinel.state().db.insertInto("incidents").values(incidentRow(INCIDENT, "open")).execute();
});
afterAll(() => house.close());

const host = async (name: string) =>
  (await house.send("GET", "/api/incidents", { key: keys.viewer, headers: { host: name } })).status;

describe("names of this server", () => {
  it.each(["[::1]:8787", "LOCALHOST:8787", "127.0.0.1"])("take in %s", async (name) => {
    expect(await host(name)).toBe(200);
  });

  it.each([
    "localhost.:8787",
    "[::1",
    "[::1].evil.example",
    "[::ffff:127.0.0.1]",
    "127.1",
    "0x7f.0.0.1",
    "127.0.0.1:8787:1",
    "127.0.0.1:999999",
    "localhost:8787@evil.example",
    "localhost, evil.example",
  ])("do not take in %s", async (name) => {
    expect(await host(name)).toBe(403);
  });
});

describe("a path", () => {
  it.each([
    "/api/agents/x/order/../../../keys",
    "/api/agents/../keys",
    "/api/%6b%65ys",
    "/api/agents/..%2f..%2fkeys/order/../../../keys",
    "/API/keys",
    "/api//keys",
    "/api/keys/",
    "/api/keys;x=/healthz",
    "/healthz/../api/keys",
    "/healthz%00/../api/keys",
    "/api/keys%2f",
  ])("as crooked as %s opens nothing to an agent", async (path) => {
    expect([403, 404]).toContain((await house.send("GET", path, { key: keys.agent })).status);
  });

  it.each(["a%2Fb", "..%2F..%2Fkeys", "%2e%2e%2f", "a%00b", "%E0%A4%A", "__proto__", "orders%2F1"])(
    "may carry the trace %s, which is only a name",
    async (trace) => {
      const answer = await house.send("GET", order(trace), { key: keys.agent });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ order: "none" });
    },
  );

  it.each([
    ["a header", { "x-http-method-override": "DELETE" }],
    ["another header", { "x-original-url": "/api/keys", "x-rewrite-url": "/api/keys" }],
  ])("is not made another by %s", async (_, headers) => {
    const { id } = await house.key("viewer");
    for (const path of [`/api/keys/${id}`, `/api/keys/${id}?_method=DELETE`]) {
      expect((await house.send("POST", path, { key: keys.admin, headers, body: {} })).status).toBe(404);
    }
  });
});

const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const proposal = (action: string, args: string) =>
  `{"incident_id":"${INCIDENT}","action":${JSON.stringify(action)},"args":${args}}`;

describe("a body", () => {
  it.each([
    ["nested as deep as it may be long", proposal("kill_loop", `{"reason":${deep(400_000)}}`), 422],
    ["naming __proto__ as argument", proposal("kill_loop", '{"__proto__":{"connection":"s"}}'), 422],
    [
      "naming __proto__ beside the arguments",
      '{"__proto__":{},"incident_id":"x","action":"y","args":{}}',
      422,
    ],
    ["naming __proto__ as action", proposal("__proto__", "{}"), 404],
    ["naming constructor as action", proposal("constructor", "{}"), 404],
    ["naming an action in letters that look alike", proposal("kill_l\u043eop", "{}"), 404],
    ["with a number beyond all numbers", proposal("comment_pr", '{"repo":"a/b","number":1e999}'), 422],
    [
      "with a repository in letters that look alike",
      proposal("comment_pr", `{"repo":"\u0430cme/shop","number":1,"body":"x","incident_id":"${INCIDENT}"}`),
      422,
    ],
    ["with a trace that is a path", proposal("kill_loop", '{"connection":"s","trace_ids":["../x"]}'), 422],
  ])("%s is refused", async (_, body, status) => {
    const answer = await house.send("POST", "/api/approvals", { key: keys.operator, body });
    const error = await errorOf(answer);
    expect(error.status).toBe(status);
    expect(error.message.length).toBeLessThan(300);
    expect(error.message).not.toContain("\n");
    expect(({} as { connection?: string }).connection).toBeUndefined();
  });

  it("that says a thing twice means the later one, in what is checked and in what is done", async () => {
    const body = `{"role":"viewer","role":"emperor","name":"x"}`;
    expect((await house.send("POST", "/api/keys", { key: keys.admin, body })).status).toBe(422);
  });
});

describe("a page of another site", () => {
  it.each(["cross-site", "same-site"])(
    "that is %s cannot let an order seem read by its agent",
    async (site) => {
      const first = await openHouse();
      const trace_ids = ["t1"];
      const at = first.clock.now;
      const asked = { approval_id: "apr_1", connection: "s", reason: "", push: [], trace_ids, at };
      await placeOrders(first.sentinel.state(), asked);
      const foreign = { "sec-fetch-site": site, "sec-fetch-mode": "no-cors" };
      expect((await first.send("GET", order("t1"), { headers: foreign })).status).toBe(403);
      const [stored] = await first.sentinel.state().db.selectFrom("kill_orders").selectAll().execute();
      expect(stored?.first_read_at).toBeNull();
      expect(await (await first.send("GET", order("t1"))).json()).toMatchObject({ order: "kill" });
      await first.close();
    },
  );

  it("cannot plant the session that a person will sign in to", async () => {
    const planted = `sentinel_session=${"A".repeat(43)}`;
    const headers = { origin: OWN_ORIGIN, cookie: planted };
    const answer = await house.send("POST", "/api/session", { headers, body: { key: keys.admin } });
    expect(answer.headers.get("set-cookie")).not.toContain("A".repeat(43));
    for (const cookie of [planted, "SENTINEL_SESSION=x", "sentinel_session=; sentinel_session=x"]) {
      const who = await house.send("GET", "/api/session", { headers: { cookie } });
      expect(await who.json()).toEqual({ principal: null });
    }
  });
});

const ask = (key: string, sql: string) => house.send("POST", "/api/sql", { key, body: { sql } });

describe("the audit log", () => {
  it.each([
    "select * from sentinel_audit",
    'select actor from main."SENTINEL_AUDIT"',
    "with a as (select * from sentinel_audit) select count(*) from a",
    "select (select max(seq) from sentinel_audit) as last",
    "from sentinel_audit",
  ])("is as closed to viewers in SQL as elsewhere: %s", async (sql) => {
    expect((await ask(keys.viewer, sql)).status).toBe(403);
    expect((await ask(keys.operator, sql)).status).toBe(200);
  });

  it("is in SQL what it is now, not what it was at the last patrol", async () => {
    const { id } = await house.key("viewer", "late comer");
    const answer = await ask(keys.operator, "select subject from sentinel_audit order by seq desc limit 1");
    expect(await answer.json()).toMatchObject({ rows: [{ subject: id }] });
  });
});

it("does not let one busy trace keep orders from the others of a key, nor one key from the others", async () => {
  const busy = await openHouse({ settings: { server: { requests_per_minute: 3 } } });
  const [{ key }, other] = [await busy.key("agent"), await busy.key("agent", "other agents")];
  const status = async (trace: string, by = key) =>
    (await busy.send("GET", order(trace), { key: by })).status;
  for (let i = 0; i < 3; i += 1) expect(await status("t1")).toBe(200);
  expect(await status("t1")).toBe(429);
  expect(await status("t2")).toBe(200);
  const fleet: number[] = [];
  for (let i = 0; i < 300; i += 1) fleet.push(await status(`f${i}`));
  expect(fleet.filter((code) => code === 200)).toHaveLength(295);
  expect(await status("t1", other.key)).toBe(200);
  await busy.close();
});
