import { expect, it } from "vitest";

import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { keepSecret } from "../../src/secrets/known.ts";
import { openGate } from "../../src/sync/gate.ts";
import { createHttp } from "../../src/sync/http.ts";
import { SyncLimits } from "../../src/sync/limits.ts";
import { json, serve, type Handler } from "./loopback.ts";

const SECRET = "sk-lf-0123456789";

const now = () => new Date();

function client(overrides: Partial<SyncLimits> = {}, concurrency = 4, signal = new AbortController().signal) {
  const limits = SyncLimits.parse({
    retry_base_ms: 1,
    attempt_ms: 2_000,
    longest_wait_ms: 5_000,
    ...overrides,
  });
  keepSecret(SECRET);
  const gate = openGate({ limits, now, signal });
  const http = createHttp({
    gate,
    limits,
    concurrency,
    now,
    log: () => undefined,
    signal,
  });
  return { http, gate };
}

async function failure(asked: Promise<unknown>): Promise<UpstreamError> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UpstreamError) return error;
  throw new Error("expected an UpstreamError", { cause: error });
}

const ok: Handler = (_request, response) => json(response, { rows: [1, 2] });
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

it("stops at a wait longer than it may obey, for the whole connection, and says until when", async () => {
  await using server = await serve((_request, response) =>
    json(response, {}, 429, { "retry-after": "3600" }),
  );
  const { http, gate } = client({ longest_wait_ms: 1_000 });
  const error = await failure(http({ url: server.url }));
  expect(error.kind).toBe("limited");
  expect(error.retry_at?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  expect(await failure(gate.admit(0))).toMatchObject({ kind: "limited" });
  expect(await failure(http({ url: server.url }))).toMatchObject({ kind: "limited" });
  expect(server.requests()).toBe(1);
});

it("gives GitHub's secondary limit a minute when no header says how long", async () => {
  await using server = await serve((_request, response) =>
    json(response, { message: "You have exceeded a secondary rate limit. Please wait." }, 403),
  );
  const error = await failure(client({ longest_wait_ms: 1_000 }).http({ url: server.url }));
  expect(error).toMatchObject({ kind: "limited", message: expect.stringContaining("secondary rate limit") });
  expect(error.retry_at?.getTime()).toBeGreaterThan(Date.now() + 50_000);
});

it("does not wait for ever on a vendor that says now, over and over", async () => {
  await using server = await serve((_request, response) => json(response, {}, 429, { "retry-after": "0" }));
  const error = await failure(client({ longest_wait_ms: 100 }).http({ url: server.url }));
  expect(error.kind).toBe("limited");
  expect(server.requests()).toBeLessThan(10);
});

it("holds every request of the connection while one of them is limited", async () => {
  let limited_until = 0;
  let too_early = 0;
  await using server = await serve((_request, response, count) => {
    if (count === 1) {
      limited_until = performance.now() + 200;
      return json(response, {}, 429, { "retry-after": "0.25" });
    }
    if (performance.now() < limited_until) too_early += 1;
    return json(response, {});
  });
  const { http } = client({}, 1);
  await Promise.all([1, 2, 3].map(() => http({ url: server.url })));
  expect({ too_early, requests: server.requests() }).toEqual({ too_early: 0, requests: 4 });
});

it("waits on its own when the last answer says that the limit is spent", async () => {
  const arrivals: number[] = [];
  await using server = await serve((_request, response) => {
    arrivals.push(performance.now());
    json(response, {}, 200, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "0.3" });
  });
  const { http } = client();
  await http({ url: server.url });
  await http({ url: server.url });
  expect((arrivals[1] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThanOrEqual(295);
});

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

it("counts every attempt against the budget", async () => {
  await using server = await serve((_request, response) => json(response, {}, 500));
  const { http, gate } = client({ request_budget: 3, retries: 9 });
  expect(await failure(http({ url: server.url }))).toMatchObject({ kind: "budget" });
  expect([gate.requests(), server.requests()]).toEqual([3, 3]);
  expect(await failure(gate.admit(0))).toMatchObject({ kind: "budget" });
});

it("keeps to its places", async () => {
  let under_way = 0;
  let most = 0;
  await using server = await serve((_request, response) => {
    under_way += 1;
    most = Math.max(most, under_way);
    setTimeout(() => {
      under_way -= 1;
      json(response, {});
    }, 10);
  });
  const { http } = client({}, 3);
  await Promise.all(Array.from({ length: 12 }, () => http({ url: server.url })));
  expect(most).toBe(3);
});

it("ends with the reason of an abort: in a request, in a pause, in the queue", async () => {
  const stop = new AbortController();
  await using server = await serve(() => undefined);
  const { http, gate } = client({}, 1, stop.signal);
  const asked = [http({ url: server.url }), http({ url: server.url })];
  gate.pause(60, "test");
  const paused = gate.admit(0);
  setTimeout(() => stop.abort(new Error("stop now")), 20);
  const outcomes = await Promise.allSettled([...asked, paused]);
  expect(outcomes.map((outcome) => outcome.status === "rejected" && String(outcome.reason))).toEqual(
    Array.from({ length: 3 }, () => "Error: stop now"),
  );
});
