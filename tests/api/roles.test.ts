/** Who may call what, for every route of the OpenAPI document and every kind of caller. */
import { createRoute, z } from "@hono/zod-openapi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { KeyRole } from "../../src/access/keys.ts";
import { guardedRoutes } from "../../src/api/middleware/require-role.ts";
import type { Access } from "../../src/api/route.ts";
import { errorOf, keysOf, openHouse, type House } from "./house.ts";

type Caller = KeyRole | "nobody";
const CALLERS: Caller[] = ["nobody", "viewer", "operator", "approver", "admin", "agent"];

/** Written out, not computed as the code does it. */
const MAY: Record<Access, Caller[]> = {
  public: CALLERS,
  agent: ["agent", "operator", "approver", "admin"],
  viewer: ["viewer", "operator", "approver", "admin"],
  operator: ["operator", "approver", "admin"],
  approver: ["approver", "admin"],
  admin: ["admin"],
};

/** Their callers show a signature of the vendor's instead of a key. */
const SIGNED = ["/api/slack/actions", "/api/github/webhook"];

let house: House;
let keys: Record<KeyRole, string>;
beforeAll(async () => {
  house = await openHouse();
  keys = await keysOf(house);
});
afterAll(() => house.close());

type Operation = { "x-sentinel-role"?: Access };

async function documented() {
  const response = await house.send("GET", "/openapi.json", { key: keys.admin });
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      role: operation["x-sentinel-role"],
    })),
  );
}

it("lets every caller do what its role allows, and nothing else", async () => {
  const routes = await documented();
  const wrong: unknown[] = [];
  let asked = 0;
  for (const { method, path, role } of routes) {
    const body = method === "GET" ? undefined : {};
    for (const caller of CALLERS) {
      const key = caller === "nobody" ? undefined : keys[caller];
      const { status } = await house.send(method, path.replaceAll(/\{\w+\}/g, "unknown"), { key, body });
      asked += 1;
      const allowed = role !== undefined && MAY[role].includes(caller);
      const refused = caller === "nobody" ? 401 : 403;
      const right = SIGNED.includes(path)
        ? status === 401
        : allowed
          ? status < 500 && ![401, 403].includes(status)
          : status === refused;
      if (!right) wrong.push({ method, path, role, caller, status });
    }
  }
  expect(wrong).toEqual([]);
  expect(asked).toBe(routes.length * CALLERS.length);
  expect(routes.length).toBeGreaterThan(35);
  process.stdout.write(
    `${asked} calls: ${routes.length} routes x ${CALLERS.length} callers, ${wrong.length} unexpected answers\n`,
  );
});

it("has a role in every definition, and only those that say so are public", () => {
  const routes = guardedRoutes(house.app);
  expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
  expect(
    routes.filter(({ access }) => access === "public").map(({ method, path }) => `${method} ${path}`),
  ).toEqual([
    "GET /healthz",
    "GET /readyz",
    "GET /api/session",
    "POST /api/session",
    "DELETE /api/session",
    "POST /api/slack/actions",
    "POST /api/github/webhook",
  ]);
});

describe("a route that somebody forgot about", () => {
  it("is closed to everybody when its definition names no role, or when there is no definition", async () => {
    const other = await openHouse();
    const { key } = await other.key("admin");
    const forgotten = createRoute({
      method: "get",
      path: "/api/forgotten",
      responses: { 200: { description: "", content: { "application/json": { schema: z.object({}) } } } },
    });
    other.app.openapi(forgotten, (c) => c.json({}, 200));
    other.app.get("/api/hidden", (c) => c.json({}));
    expect(guardedRoutes(other.app).filter(({ access }) => access === undefined)).toHaveLength(1);
    expect((await other.send("GET", "/api/forgotten", { key })).status).toBe(403);
    expect((await other.send("GET", "/api/hidden", { key })).status).toBe(404);
    await other.close();
  });
});

it("tells a key that it may not from nobody that it must say who it is", async () => {
  const path = "/api/keys";
  expect(await errorOf(await house.send("GET", path))).toMatchObject({ status: 401, code: "unauthorized" });
  expect(await errorOf(await house.send("GET", path, { key: keys.viewer }))).toMatchObject({
    status: 403,
    code: "forbidden",
  });
});
