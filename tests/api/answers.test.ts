/** What every answer has, whatever was asked. */
import { createHash } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { errorOf, openHouse, type House } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

it("shows the interface as one page that needs no script and loads nothing", async () => {
  const answer = await house.send("GET", "/docs");
  const page = await answer.text();
  const [, style = ""] = /<style>([^]*)<\/style>/.exec(page) ?? [];
  const hash = createHash("sha256").update(style).digest("base64");
  expect(answer.headers.get("content-security-policy")).toContain(`style-src 'sha256-${hash}'`);
  expect(page).not.toMatch(/<script|src=|https?:/);
  expect(page).toContain("/api/approvals/{id}/approve");
});

describe("every answer", () => {
  it("has an id, the caller's own when it is harmless", async () => {
    const own = await house.send("GET", "/healthz", { headers: { "x-request-id": "abc-1" } });
    expect(own.headers.get("x-request-id")).toBe("abc-1");
    const given = await house.send("GET", "/healthz", { headers: { "x-request-id": "a b" } });
    expect(given.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("may do nothing in a browser, refusals too", async () => {
    for (const path of ["/healthz", "/nothing", "/api/incidents"]) {
      const { headers } = await house.send("GET", path);
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  it.each(["/", "/sql?sql=%3Cscript%3E", "/nothing", "/docs"])(
    "of HTML (%s) may run nothing that is written into it",
    async (path) => {
      const answer = await house.send("GET", path, { headers: { accept: "text/html" } });
      const policy = answer.headers.get("content-security-policy") ?? "";
      expect(policy).toMatch(/default-src '(self|none)'/);
      expect(policy).toMatch(/frame-ancestors 'none'/);
      expect(policy).not.toMatch(/unsafe-|https?:|\*/);
      expect(await answer.text()).not.toMatch(/<script>|\son\w+=|javascript:/i);
    },
  );

  it("is an error of one shape for what does not exist or does not parse", async () => {
    expect(await errorOf(await house.send("GET", "/nothing"))).toMatchObject({
      status: 404,
      code: "not_found",
    });
    expect(await errorOf(await house.send("PATCH", "/api/incidents"))).toMatchObject({ status: 404 });
    expect(await errorOf(await house.send("POST", "/api/sql", { body: "{" }))).toMatchObject({ status: 400 });
    const wrong = await errorOf(
      await house.send("POST", "/api/sql", { body: { max_rows: 0, statement: "x" } }),
    );
    expect(wrong).toMatchObject({ status: 422, code: "invalid" });
    expect(wrong.message).toMatch(/sql:.*max_rows:.*statement/);
    const status = await errorOf(await house.send("GET", "/api/incidents?status=broken"));
    expect(status).toMatchObject({ status: 422 });
    const text = await house.send("POST", "/api/sql", {
      body: "x",
      headers: { "content-type": "text/plain" },
    });
    expect(text.status).toBeLessThan(500);
    expect(text.status).toBeGreaterThanOrEqual(400);
  });
});
