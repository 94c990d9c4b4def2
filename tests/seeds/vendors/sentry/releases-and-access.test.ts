import { describe, expect, it } from "vitest";

import { isRow } from "../../../../seeds/row.ts";
import { clientOf, configOf, get, listOf, minute, seedOf, serve } from "../serve-rows.ts";
import { org } from "./org.ts";

describe("Sentry releases and access", () => {
  const release = {
    version: "shop@1.0+abc",
    dateCreated: minute(1),
    projects: [{ id: 7, slug: "shop", name: "Shop" }],
    lastDeploy: { environment: "production", dateFinished: minute(2) },
    lastCommit: { id: "abc", dateCreated: minute(0) },
  };

  it("lists releases, and the deploys and commits of one", async () => {
    const { ask, base } = await org({
      sentry_releases: [
        release,
        { ...release, version: "old", dateCreated: minute(0), deploys: [{ id: "9" }] },
      ],
    });
    const list = listOf((await ask(`${base}/releases/`, { project: "7" })).body);
    expect(list.map((row) => row["version"])).toEqual(["shop@1.0+abc", "old"]);
    expect(list[1]).not.toHaveProperty("deploys");
    const path = `${base}/releases/${encodeURIComponent("shop@1.0+abc")}`;
    expect((await ask(`${path}/deploys/`)).body).toMatchObject([
      { environment: "production", dateFinished: minute(2) },
    ]);
    expect((await ask(`${path}/commits/`)).body).toMatchObject([{ id: "abc" }]);
    expect((await ask(`${base}/releases/old/deploys/`)).body).toEqual([{ id: "9" }]);
    expect((await ask(`${base}/releases/none/`)).status).toBe(404);
    expect(listOf((await ask("/api/0/projects/acme/shop/releases/")).body)).toHaveLength(2);
  });

  it("knows its organization, minds trailing slashes and shows its limits in every answer", async () => {
    const { servers, ask, base } = await org({ sentry_releases: [release] });
    expect((await ask(`${base}/`)).body).toMatchObject({ slug: "acme" });
    expect((await ask(base)).status).toBe(404);
    expect((await ask("/api/0/organizations/other/releases/")).status).toBe(404);
    const { base_url = "" } = configOf(servers, "sentry");
    const url = new URL(`${base}/releases/`, base_url);
    expect(await get(url)).toMatchObject({
      status: 401,
      body: { detail: "Authentication credentials were not provided." },
    });
    const refused = await get(url, {}, { authorization: "Bearer nobody" });
    expect(refused).toMatchObject({ status: 401, body: { detail: "Invalid token" } });
    expect(refused.headers.get("x-sentry-rate-limit-limit")).toBe("40");
    expect(isRow((await ask("/api/0/")).body)).toBe(true);
  });

  it("refuses what is over the limit with the moment of its end", async () => {
    const limits = { sentry: { requests: 1, window_ms: 60_000 } };
    const servers = await serve([seedOf("acme", { sentry_releases: [release] })], { limits });
    const ask = clientOf(servers, "sentry");
    await ask("/api/0/organizations/acme/releases/");
    const { status, headers } = await ask("/api/0/organizations/acme/releases/");
    expect(status).toBe(429);
    expect(Number(headers.get("x-sentry-rate-limit-reset"))).toBeGreaterThan(Date.now() / 1000);
    expect(headers.get("x-sentry-rate-limit-remaining")).toBe("0");
  });
});
