import { expect, it } from "vitest";

import { json, serve } from "../loopback.ts";
import { client, failure, ok, SECRET } from "./client.ts";

it.each([401, 403])(
  "takes a %d without a limit as a refusal, at once and without secrets",
  async (status) => {
    await using server = await serve((request, response) =>
      json(
        response,
        { error: { message: `bad key ${SECRET}\u001b[31m in ${request.headers.authorization}` } },
        status,
      ),
    );
    const basic = `Basic ${Buffer.from(`pk-1:${SECRET}`).toString("base64")}`;
    const error = await failure(client().http({ url: server.url, headers: { authorization: basic } }));
    expect(error).toMatchObject({ kind: "denied", status });
    expect(error.message).toContain("bad key [redacted] [31m in");
    expect(error.message).not.toContain(basic.slice(6));
    expect(server.requests()).toBe(1);
  },
);

it.each([
  [422, { message: "Request timed out" }, "too_large", 1],
  [422, { message: "limit must be a number" }, "unexpected", 1],
  [408, {}, "too_large", 3],
  [504, {}, "too_large", 3],
  [413, {}, "too_large", 1],
  [400, { detail: "Invalid cursor" }, "unexpected", 1],
  [404, {}, "unexpected", 1],
  [410, {}, "unexpected", 1],
])("judges %d %j as %s", async (status, body, kind, requests) => {
  await using server = await serve((_request, response) => json(response, body, status));
  const error = await failure(client({ retries: 2 }).http({ url: server.url }));
  expect(error).toMatchObject({ kind, status });
  expect(server.requests()).toBe(requests);
});

it("returns the statuses that a request accepts", async () => {
  await using server = await serve((_request, response) => json(response, { error: "not here" }, 404));
  const answer = await client().http({ url: server.url, accept: [404] });
  expect(answer).toMatchObject({ status: 404, body: { error: "not here" } });
});

it("answers null for 204, and reads a body of several chunks with split characters", async () => {
  await using server = await serve((request, response) => {
    if (request.url === "/empty") return response.writeHead(204).end();
    const bytes = Buffer.from(JSON.stringify({ text: "Grüße €" }));
    response.write(bytes.subarray(0, 13));
    return setTimeout(() => response.end(bytes.subarray(13)), 5);
  });
  const { http } = client();
  expect((await http({ url: `${server.url}/empty` })).body).toBeNull();
  expect((await http({ url: server.url })).body).toEqual({ text: "Grüße €" });
});

it("refuses a body past the cap as too large", async () => {
  await using server = await serve((_request, response) => json(response, { text: "x".repeat(5_000) }));
  const error = await failure(client({ body_bytes: 4_096 }).http({ url: server.url }));
  expect(error).toMatchObject({ kind: "too_large", message: expect.stringContaining("4 KiB") });
});

it("sends query lists, JSON bodies and headers, and follows a redirect within the origin only", async () => {
  const seen: (string | undefined)[] = [];
  await using elsewhere = await serve((request, response) => {
    seen.push(request.headers["x-key"] as string | undefined);
    ok(request, response, 1);
  });
  await using server = await serve((request, response) => {
    if (request.url === "/away") return response.writeHead(302, { location: elsewhere.url }).end();
    if (request.url === "/moved") return response.writeHead(301, { location: "/here?a=1" }).end();
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    return request.on("end", () =>
      json(response, {
        url: request.url,
        body: Buffer.concat(parts).toString(),
        type: request.headers["content-type"],
      }),
    );
  });
  const { http } = client();
  const posted = await http({
    url: server.url,
    query: { id: ["a b", "c"], skip: undefined, n: 1 },
    body: { q: 1 },
  });
  expect(posted.body).toEqual({ url: "/?id=a+b&id=c&n=1", body: '{"q":1}', type: "application/json" });
  expect((await http({ url: `${server.url}/moved` })).body).toMatchObject({ url: "/here?a=1" });
  const error = await failure(http({ url: `${server.url}/away`, headers: { "x-key": SECRET } }));
  expect(error).toMatchObject({ kind: "unexpected", message: expect.stringContaining("not followed") });
  expect(seen).toEqual([]);
});

it.each(["file:///etc/passwd", "not an address", "http://user:pass@127.0.0.1/"])(
  "refuses %s",
  async (url) => {
    expect(await failure(client().http({ url }))).toMatchObject({ kind: "unexpected" });
  },
);
