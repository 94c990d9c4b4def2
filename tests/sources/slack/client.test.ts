import { describe, expect, it } from "vitest";

import type { Reply } from "../loopback.ts";
import { connect, refused } from "./workspace.ts";

const fine: Reply = { body: { ok: true } };
const silence = () => new Promise<Reply>(() => {});

/** How one call fails, which must not be made twice. */
async function failureOf(reply: Reply) {
  const { client, asked } = await connect(() => reply);
  const failure = await client
    .call("conversations.history", { channel: "C1" })
    .catch((error: unknown) => error);
  expect(asked).toHaveLength(1);
  return failure;
}

describe("a call", () => {
  it("goes to the method below the address, as a form", async () => {
    const { client, asked } = await connect(() => fine);
    expect(
      await client.call("conversations.history", { channel: "C1", limit: 200, cursor: undefined }),
    ).toMatchObject({ ok: true });
    expect(asked[0]?.path).toBe("/api/conversations.history");
    expect(Object.fromEntries(asked[0]?.query ?? [])).toEqual({ channel: "C1", limit: "200" });
  });

  it.each([
    ["a server error", { status: 500, body: "oops" }],
    ["a web page", { status: 502, body: "<html>Bad Gateway</html>" }],
    ["JSON that is cut short", { body: '{"ok":true,"messages":[{"ts":' }],
    ["a passing error", refused("internal_error")],
    [
      "a limit in seconds",
      { status: 429, headers: { "retry-after": "1" }, body: { ok: false, error: "ratelimited" } },
    ],
  ])("is made again after %s", async (_what, first) => {
    const { client, asked } = await connect((_asked, count) => (count === 1 ? first : fine));
    expect(await client.call("auth.test")).toMatchObject({ ok: true });
    expect(asked).toHaveLength(2);
  });

  it("follows no redirect: the token would go with it", async () => {
    const elsewhere = { status: 302, headers: { location: "http://127.0.0.1:9/api/auth.test" }, body: "" };
    const failure = await failureOf(elsewhere);
    expect(failure).toMatchObject({ kind: "unexpected" });
    expect(String(failure)).toContain("redirects to http://127.0.0.1:9/api/auth.test");
  });

  it("waits until a moment by Slack's own clock", async () => {
    // The server is a year ahead of us: by our clock its moment would never come.
    const limit = { date: "Mon, 01 Mar 2027 10:00:00 GMT", "retry-after": "Mon, 01 Mar 2027 10:00:01 GMT" };
    const { client } = await connect((_asked, count) =>
      count === 1 ? { status: 429, headers: limit, body: {} } : fine,
    );
    expect(await client.call("auth.test")).toMatchObject({ ok: true });
    expect(client.vendor_time()?.getUTCFullYear()).toBeLessThan(2028);
  });

  it("gives up on a limit that lasts too long, and says until when", async () => {
    const { client, asked } = await connect(() => ({
      status: 429,
      headers: { "retry-after": "3600" },
      body: {},
    }));
    const failure = await client.call("auth.test").catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: "limited", status: 429, retry_at: expect.any(Date) });
    expect(asked).toHaveLength(1);
  });

  it("stops after its retries", async () => {
    const { client, asked } = await connect(() => ({ status: 503, body: {} }));
    await expect(client.call("auth.test")).rejects.toMatchObject({ kind: "unavailable", status: 503 });
    expect(asked).toHaveLength(3);
  });

  it("does not wait for a server that says nothing", async () => {
    const { client } = await connect(silence, { limits: { attempt_ms: 20, retries: 1 } });
    await expect(client.call("auth.test")).rejects.toMatchObject({ kind: "unavailable" });
  });

  it("counts every attempt against the budget", async () => {
    const { client, asked } = await connect(() => ({ status: 500, body: {} }), {
      sync: { request_budget: 2 },
    });
    await expect(client.call("auth.test")).rejects.toMatchObject({ kind: "budget" });
    expect(asked).toHaveLength(2);
  });

  it.each(["during a request", "during a wait"])("ends with the signal's reason %s", async (when) => {
    const stop = new AbortController();
    const reason = new Error("enough");
    const limited: Reply = { status: 429, headers: { "retry-after": "60" }, body: {} };
    const { client } = await connect(() => {
      setTimeout(() => stop.abort(reason), 5);
      return when === "during a wait" ? limited : silence();
    });
    await expect(client.call("auth.test", {}, stop.signal)).rejects.toBe(reason);
  });
});

describe("a refusal", () => {
  it.each([
    [refused("invalid_auth"), "denied", /SLACK_BOT_TOKEN/],
    [refused("token_revoked"), "denied", /SLACK_BOT_TOKEN/],
    [refused("channel_not_found"), "denied", /invite the bot/],
    [refused("not_in_channel"), "denied", /invite the bot/],
  ])("%j is %s", async (reply, kind, hint) => {
    expect(await failureOf(reply)).toMatchObject({ kind, hint: expect.stringMatching(hint) });
  });

  it("for a scope names what is needed and what is there", async () => {
    const reply = refused("missing_scope", {
      needed: "channels:history",
      provided: "channels:read,chat:write",
    });
    expect(await failureOf(reply)).toMatchObject({
      kind: "denied",
      message:
        "Slack conversations.history answered missing_scope for channel C1: it needs channels:history, the token has channels:read,chat:write",
      hint: expect.stringContaining("channels:history"),
    });
  });

  it.each([
    [refused("invalid_cursor"), "cursor_expired"],
    [refused("something_new"), "unexpected"],
    [{ status: 403, body: {} }, "denied"],
    [{ status: 404, body: "no such page" }, "unexpected"],
    [refused("ratelimited", { response_metadata: { retryAfter: 4000 } }), "limited"],
  ])("%j is %s", async (reply, kind) => {
    expect(await failureOf(reply)).toMatchObject({ name: "UpstreamError", kind });
  });
});
