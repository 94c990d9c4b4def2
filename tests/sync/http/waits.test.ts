import { expect, it } from "vitest";

import { json, serve } from "../loopback.ts";
import { client, failure } from "./client.ts";

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
