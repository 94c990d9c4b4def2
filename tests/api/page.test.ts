/** The web page's files: to anybody, with a policy of their own, and never in place of an answer to a program. */
import { afterAll, beforeAll, expect, it } from "vitest";

import { openHouse, type House } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
  // From here on nobody is let in without a key.
  await house.key("admin");
});
afterAll(() => house.close());

const html = { accept: "text/html,application/xhtml+xml" };

it.each(["/", "/incidents", "/incidents/inc_1", "/approvals?id=apr_1", "/no/such/page"])(
  "gives the page at %s to a browser",
  async (path) => {
    const answer = await house.send("GET", path, { headers: html });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("text/html");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(await answer.text()).toContain('<div id="root">');
  },
);

it.each([
  ["GET", "/api/nothing", html, 404],
  ["GET", "/v1/nothing", html, 404],
  ["GET", "/incidents", {}, 404],
  ["POST", "/incidents", html, 404],
  ["GET", "/docs", html, 401],
  ["GET", "/assets/../../package.json", {}, 404],
  ["GET", "/assets/%2e%2e/%2e%2e/package.json", {}, 404],
])("%s %s is no page", async (method, path, headers, status) => {
  expect((await house.send(method, path, { headers })).status).toBe(status);
});

it("lets a browser keep what is named after its content, and asks it to look again at the rest", async () => {
  const page = await (await house.send("GET", "/", { headers: html })).text();
  const [, script = ""] = /src="(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
  const answer = await house.send("GET", script, { headers: { "accept-encoding": "gzip" } });
  expect(answer.headers.get("cache-control")).toContain("immutable");
  expect(answer.headers.get("content-encoding")).toBe("gzip");
  const etag = answer.headers.get("etag") ?? "";
  expect((await house.send("GET", script, { headers: { "if-none-match": etag } })).status).toBe(304);
});

it("does not serve it under a name that is not ours", async () => {
  expect((await house.send("GET", "/", { headers: { ...html, host: "rebound.example" } })).status).toBe(403);
});
