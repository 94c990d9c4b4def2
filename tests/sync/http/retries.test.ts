import { expect, it } from "vitest";

import { json, serve, type Handler } from "../loopback.ts";
import { client, failure, ok } from "./client.ts";

/** Fails the first requests, then answers. */
const afterwards =
  (times: number, fault: Handler): Handler =>
  (request, response, count) =>
    (count <= times ? fault : ok)(request, response, count);

const passing: Record<string, Handler> = {
  "429 with seconds": (_request, response) => json(response, {}, 429, { "retry-after": "0.02" }),
  "429 with a date": (_request, response) =>
    json(response, {}, 429, { "retry-after": new Date().toUTCString(), date: new Date().toUTCString() }),
  "429 without a word": (_request, response) => json(response, {}, 429),
  "secondary-limit 403 with retry-after": (_request, response) =>
    json(response, { message: "You have exceeded a secondary rate limit" }, 403, { "retry-after": "0.02" }),
  "403 with nothing remaining": (_request, response) =>
    json(response, {}, 403, {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(Math.floor(Date.now() / 1000)),
    }),
  "503 with retry-after": (_request, response) => json(response, {}, 503, { "retry-after": "0.02" }),
  "500": (_request, response) => json(response, { message: "oops" }, 500),
  "an HTML 502": (_request, response) =>
    response.writeHead(502, { "content-type": "text/html" }).end("<html>Bad Gateway"),
  "an HTML page with 200": (_request, response) => response.end("<!doctype html><title>Log in</title>"),
  "a reset before the answer": (request) => request.socket.resetAndDestroy(),
  "a reset in the body": (request, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write('{"rows":', () => request.socket.resetAndDestroy());
  },
  "truncated JSON with 200": (_request, response) => response.end('{"rows": [1,'),
  "an empty body with 200": (_request, response) => response.end(),
};

it.each(Object.entries(passing))("gets over %s", async (_name, fault) => {
  await using server = await serve(afterwards(2, fault));
  const { http } = client();
  await expect(http({ url: `${server.url}/rows` })).resolves.toMatchObject({
    status: 200,
    body: { rows: [1, 2] },
  });
  expect(server.requests()).toBe(3);
});

it.each([
  ["500", "unavailable", /answered 500: oops/],
  ["an HTML 502", "unavailable", /answered 502: a web page/],
  ["an HTML page with 200", "unavailable", /a web page: Log in instead of JSON/],
  ["truncated JSON with 200", "unavailable", /cut short/],
  ["a reset in the body", "unavailable", /connection/],
])("gives up on %s that does not pass", async (name, kind, message) => {
  await using server = await serve(passing[name] ?? ok);
  const error = await failure(client({ retries: 2 }).http({ url: `${server.url}/rows?token=x` }));
  expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
  expect(error.message).not.toContain("token=x");
  expect(server.requests()).toBe(3);
});

it("says that a connection is refused", async () => {
  const server = await serve(ok);
  await server.close();
  const error = await failure(client({ retries: 1 }).http({ url: server.url }));
  expect(error).toMatchObject({
    kind: "unavailable",
    message: expect.stringContaining("connection refused"),
  });
});

it("ends a body that drips one byte at a time", async () => {
  await using server = await serve((_request, response) => {
    const drip = setInterval(() => response.write(" "), 10);
    response.on("close", () => clearInterval(drip));
  });
  const { http } = client({ attempt_ms: 100, idle_ms: 50, request_ms: 150, retries: 9 });
  const error = await failure(http({ url: server.url }));
  expect(error).toMatchObject({
    kind: "unavailable",
    message: expect.stringContaining("no whole answer within 100 ms"),
  });
  expect(server.requests()).toBeLessThanOrEqual(2);
});

it("ends a body that stands still", async () => {
  await using server = await serve((_request, response) => void response.write("{"));
  const error = await failure(client({ idle_ms: 30, retries: 0 }).http({ url: server.url }));
  expect(error.message).toContain("stood still for 30 ms");
});
