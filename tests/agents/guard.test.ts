import { createHmac } from "node:crypto";

import { describe, expect, it } from "vitest";

import { listOrders } from "../../src/agents/list-orders.ts";
import { signPush } from "../../src/agents/sign-push.ts";
import type * as Declared from "../../src/guard/guard.d.ts";
import * as guardModule from "../../src/guard/index.ts";
import { serveSentinel } from "./serve-sentinel.ts";

// The types that users get, held against the code.
const { createGuard, GuardUnreachable, LoopKilled, verifyPush } = guardModule satisfies Omit<
  typeof Declared,
  "LoopKilled" | "GuardUnreachable"
>;

describe("guard.check", () => {
  it("lets the agent go on, then throws what was ordered, and answers it", async () => {
    const { url, key, state, order, requests } = await serveSentinel();
    const guard = createGuard({ url: `${url}/`, key, min_interval_ms: 0 });
    await guard.check("t/1");
    await order("t/1");
    const stopped = await guard.check("t/1").catch((error: unknown) => error);
    expect(stopped).toBeInstanceOf(LoopKilled);
    expect(stopped).toMatchObject({
      approval_id: "apr_1",
      method: "auto",
      reason: "the agent makes no progress",
    });
    // Whoever catches it and goes on is stopped at every further step, without asking again.
    const asked = requests.length;
    await expect(guard.check("t/1")).rejects.toThrow(LoopKilled);
    expect(requests).toHaveLength(asked);
    expect(await listOrders(state)).toMatchObject([{ answer: "killed" }]);
    expect(requests.at(-1)).toEqual({
      method: "POST",
      path: "/api/agents/t%2F1/order",
      body: JSON.stringify({ approval_id: "apr_1", answer: "killed" }),
    });
  });

  it("asks once for steps that are close together or side by side", async () => {
    const { url, key, requests } = await serveSentinel();
    const guard = createGuard({ url, key, min_interval_ms: 60_000 });
    await Promise.all([guard.check("t1"), guard.check("t1")]);
    await guard.check("t1");
    expect(requests).toHaveLength(1);
    await guard.check("t2");
    expect(requests).toHaveLength(2);
  });

  it("fails open, or closed, when Sentinel is gone or does not take the key", async () => {
    const { url, key, stop } = await serveSentinel();
    const problems: Error[] = [];
    const told = { min_interval_ms: 0, on_problem: (error: Error) => problems.push(error) };
    await createGuard({ url, key: "wrong", ...told }).check("t1");
    expect(problems).toMatchObject([{ message: expect.stringContaining("401") }]);
    await stop();
    await createGuard({ url, key, ...told }).check("t1");
    expect(problems).toHaveLength(2);
    const closed = createGuard({ url, key, on_unreachable: "closed", ...told });
    await expect(closed.check("t1")).rejects.toThrow(GuardUnreachable);
    await expect(closed.check("t1")).rejects.toThrow(GuardUnreachable);
  });
});

describe("guard.watch", () => {
  it("aborts the work with the order as the reason, and ends when told", async () => {
    const { url, key, state, order, requests } = await serveSentinel();
    const guard = createGuard({ url, key });
    const controller = new AbortController();
    const unwatched = new AbortController();
    guard.watch("t1", controller);
    const end = guard.watch("t2", unwatched);
    await expect.poll(() => requests.length).toBe(2);
    end();
    await order("t1");
    await order("t2", "apr_2");
    await expect.poll(() => controller.signal.aborted).toBe(true);
    expect(controller.signal.reason).toBeInstanceOf(LoopKilled);
    await expect
      .poll(() => listOrders(state, { approval_id: "apr_1" }))
      .toMatchObject([{ answer: "killed" }]);
    expect(unwatched.signal.aborted).toBe(false);
  });
});

describe("a pushed order", () => {
  const now = new Date("2026-03-02T12:00:00Z");
  const body = JSON.stringify({ event: "order.kill", trace_id: "t1" });
  const check = { secret: "s3cret", body, signature: signPush("s3cret", body, now), now };

  it("is believed with the right signature only, and only lately", () => {
    expect(verifyPush(check)).toBe(true);
    const t = Math.floor(now.getTime() / 1000);
    const unsigned = createHmac("sha256", "s3cret").update(body).digest("hex");
    const wrong = [
      { secret: "other" },
      { body: `${body} ` },
      { signature: undefined },
      { signature: "" },
      { signature: `t=${t},v1=${unsigned}` },
      { signature: check.signature.toUpperCase() },
      { signature: check.signature.replace(`t=${t}`, `t=${t + 1}`) },
      { now: new Date(now.getTime() + 301_000) },
      { now: new Date(now.getTime() - 301_000) },
    ];
    for (const change of wrong) expect(verifyPush({ ...check, ...change })).toBe(false);
  });
});
