import { describe, expect, it } from "vitest";

import { isRow, valueAt } from "../../../seeds/row.ts";
import { FAULT_KINDS, type FaultKind, type FaultPlan, faultTurns } from "../../../seeds/vendors/faults.ts";
import { COUNT, follow, type HttpVendor, ids, LISTS, SEED, VENDORS } from "./lists.ts";
import { clientOf, type Get, listOf, range, seedOf, serve } from "./serve-rows.ts";

async function clientUnder(vendor: HttpVendor, kind: FaultKind, more: Partial<FaultPlan> = {}): Promise<Get> {
  const servers = await serve([seedOf("s", structuredClone(SEED))], { faults: [{ vendor, kind, ...more }] });
  return clientOf(servers, vendor);
}

describe("the plan", () => {
  it("strikes from the request it says, as often as it says, on the requests it concerns", () => {
    const turns = faultTurns(
      [{ vendor: "slack", kind: "error-500", from: 2, count: 2, path: /history/, seed: "a" }],
      "slack",
    );
    const take = (path: string, seed: string) => turns.take({ path, seed, has_cursor: false })?.kind;
    const struck = ["/history", "/list", "/history", "/history", "/history"].map((path) => take(path, "a"));
    expect(struck).toEqual([undefined, undefined, "error-500", "error-500", undefined]);
    expect(take("/history", "b")).toBeUndefined();
  });

  it("flaps: fails, answers, fails", () => {
    const turns = faultTurns([{ vendor: "slack", kind: "flapping" }], "slack");
    const struck = range(4).map(() => turns.take({ path: "/", has_cursor: false })?.kind);
    expect(struck).toEqual(["flapping", undefined, "flapping", undefined]);
  });

  it("knows sixteen kinds", () => {
    expect(new Set(FAULT_KINDS).size).toBe(16);
  });
});

describe.each(VENDORS)("faults of %s", (vendor) => {
  it("answers limits with seconds, with a date and as an abuse limit, then recovers", async () => {
    const seconds = await clientUnder(vendor, "limit-seconds", { retry_after_s: 2 });
    const limited = await follow(seconds, vendor);
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "2"]);
    expect((await follow(seconds, vendor)).status).toBe(200);

    const dated = await follow(await clientUnder(vendor, "limit-date", { retry_after_s: 5 }), vendor);
    expect(dated.status).toBe(429);
    const wait =
      Date.parse(dated.headers.get("retry-after") ?? "") - Date.parse(dated.headers.get("date") ?? "");
    expect(wait).toBeGreaterThanOrEqual(5000);
    expect(wait).toBeLessThanOrEqual(7000);

    const abuse = await follow(await clientUnder(vendor, "secondary-limit"), vendor);
    expect([abuse.status, abuse.headers.get("retry-after")]).toEqual([403, "1"]);
  });

  it("fails with 500, with an HTML 502, and on every second request", async () => {
    const failing = await clientUnder(vendor, "error-500");
    expect([(await follow(failing, vendor)).status, (await follow(failing, vendor)).status]).toEqual([
      500, 200,
    ]);
    const gateway = await follow(await clientUnder(vendor, "html-502"), vendor);
    expect([gateway.status, gateway.headers.get("content-type"), typeof gateway.body]).toEqual([
      502,
      "text/html",
      "string",
    ]);
    const flapping = await clientUnder(vendor, "flapping");
    const statuses = [
      await follow(flapping, vendor),
      await follow(flapping, vendor),
      await follow(flapping, vendor),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([503, 200, 503]);
  });

  it("breaks connections and bodies, then recovers", async () => {
    const reset = await clientUnder(vendor, "reset-mid-body");
    await expect(follow(reset, vendor)).rejects.toThrow("terminated");
    expect((await follow(reset, vendor)).status).toBe(200);
    const truncated = await clientUnder(vendor, "truncated-json");
    await expect(follow(truncated, vendor)).rejects.toThrow(/JSON/);
    expect((await follow(truncated, vendor)).status).toBe(200);
    const slow = await clientUnder(vendor, "slow-bytes", { byte_ms: 1, path: /user|auth\.test|projects/ });
    const small = {
      langfuse: "/api/public/projects",
      sentry: "/api/0/organizations/s/projects/",
      github: "/user",
      slack: "auth.test",
    };
    expect((await slow(small[vendor])).status).toBe(200);
  });

  it("refuses connections while the port is closed and opens it again", async () => {
    const ask = await clientUnder(vendor, "refused", { closed_ms: 150 });
    await expect(follow(ask, vendor)).rejects.toThrow("fetch failed");
    await expect(follow(ask, vendor)).rejects.toThrow("fetch failed");
    await expect
      .poll(() =>
        follow(ask, vendor)
          .then(({ status }) => status)
          .catch(() => 0),
      )
      .toBe(200);
    const gone = await clientUnder(vendor, "refused", { count: Infinity });
    await expect(follow(gone, vendor)).rejects.toThrow("fetch failed");
  });

  it("spoils types: keys, optional fields, the list itself", async () => {
    const { key, id } = LISTS[vendor];
    const keys = listOf((await follow(await clientUnder(vendor, "wrong-types"), vendor)).body, key);
    expect(keys.map((row) => typeof row[id])).toEqual(
      range(10).map((index) => (index % 3 === 0 ? "object" : "string")),
    );
    const optional = await follow(await clientUnder(vendor, "wrong-types", { wrong: "optional" }), vendor);
    const row = listOf(optional.body, key)[0] ?? {};
    expect(typeof row[id]).toBe("string");
    const fields = { langfuse: "level", sentry: "title", github: "commit", slack: "text" };
    expect(isRow(row[fields[vendor]])).toBe(true);
    const list = await follow(await clientUnder(vendor, "wrong-types", { wrong: "list" }), vendor);
    expect(key === undefined ? list.body : valueAt(list.body, key)).toBe("none");
  });

  it("adds unknown fields and loses nothing by it", async () => {
    const ask = await clientUnder(vendor, "unknown-fields");
    const first = listOf((await follow(ask, vendor)).body, LISTS[vendor].key)[0];
    expect(first).toHaveProperty("added_later");
    expect(new Set((await ids(ask, vendor)).ids).size).toBe(COUNT);
  });

  it("gives an empty page with a cursor behind which every row still is", async () => {
    for (const from of [1, 2]) {
      const seen = await ids(await clientUnder(vendor, "empty-page", { from }), vendor);
      expect(seen.ids).toHaveLength(COUNT);
      expect(new Set(seen.ids).size).toBe(COUNT);
      expect([seen.pages, seen.repeated]).toEqual([4, false]);
    }
  });

  it("refuses a cursor that has expired, on pages after the first only", async () => {
    const ask = await clientUnder(vendor, "expired-cursor");
    const cursor = LISTS[vendor].cursor(await follow(ask, vendor));
    const refused = await follow(ask, vendor, cursor);
    const words = {
      langfuse: [400, /cursor/i],
      sentry: [400, /cursor/i],
      github: [422, /cursor/i],
      slack: [200, /"ok":false.*invalid_cursor/],
    } as const;
    const [status, text] = words[vendor];
    expect(refused.status).toBe(status);
    expect(JSON.stringify(refused.body)).toMatch(text);
    expect((await follow(ask, vendor, cursor)).status).toBe(200);
  });

  it("repeats a cursor for ever", async () => {
    const seen = await ids(await clientUnder(vendor, "repeated-cursor", { count: Infinity }), vendor);
    expect(seen.repeated).toBe(true);
    expect(new Set(seen.ids).size).toBe(20);
  });

  it("keeps its own clock when it is skewed", async () => {
    const ask = await clientUnder(vendor, "clock-skew", { retry_after_s: 3, skew_ms: -3_600_000 });
    const limited = await follow(ask, vendor);
    const clock = Date.parse(limited.headers.get("date") ?? "");
    expect(Math.abs(clock - (Date.now() - 3_600_000))).toBeLessThan(10_000);
    const wait = Date.parse(limited.headers.get("retry-after") ?? "") - clock;
    expect(wait).toBeGreaterThanOrEqual(3000);
    expect(wait).toBeLessThanOrEqual(5000);
    const next = await follow(ask, vendor);
    expect([next.status, Math.abs(Date.parse(next.headers.get("date") ?? "") - clock) < 10_000]).toEqual([
      200,
      true,
    ]);
  });
});
