import { describe, expect, it } from "vitest";

import { isRow, type SeedRow, textAt, valueAt } from "../../../seeds/row.ts";
import {
  clientOf,
  configOf,
  get,
  type Get,
  listOf,
  minute,
  nextLink,
  range,
  seedOf,
  serve,
} from "./serve-rows.ts";

const shop = { id: "7", slug: "shop", name: "Shop", platform: "python" };

function issue(index: number, more: SeedRow = {}): SeedRow {
  return {
    id: String(1000 + index),
    shortId: `SHOP-${index}`,
    title: `Error number ${index}`,
    level: "error",
    status: "unresolved",
    count: "3",
    project: shop,
    firstSeen: minute(Math.floor(index / 2)),
    lastSeen: minute(Math.floor(index / 2) + 5),
    ...more,
  };
}

function event(index: number, more: SeedRow = {}): SeedRow {
  return {
    id: `e${index}`,
    eventID: `e${index}`,
    "event.type": "error",
    groupID: String(1000 + (index % 2)),
    projectID: "7",
    title: "Error",
    message: "it broke",
    dateCreated: minute(index),
    tags: [
      { key: "environment", value: "production" },
      { key: "agent", value: "support" },
      { key: "release", value: "shop@1" },
    ],
    contexts: { trace: { trace_id: `trace${index}` } },
    ...more,
  };
}

async function walk(ask: Get, path: string, query: Record<string, string | string[]> = {}, key?: string) {
  const pages: SeedRow[][] = [];
  let answer = await ask(path, query);
  for (;;) {
    pages.push(listOf(answer.body, key));
    const next = nextLink(answer.headers);
    if (next === undefined) return pages;
    answer = await ask(next);
  }
}

async function org(tables: Record<string, SeedRow[]>) {
  const servers = await serve([seedOf("acme", tables)]);
  return { servers, ask: clientOf(servers, "sentry"), base: "/api/0/organizations/acme" };
}

describe("Sentry issues", () => {
  it("pages by Link to the end giving each issue once, last seen first, and always names a next page", async () => {
    const { ask, base } = await org({ sentry_issues: range(230).map((index) => issue(index)) });
    const pages = await walk(ask, `${base}/issues/`, { query: "", limit: "100" });
    expect(pages.map((page) => page.length)).toEqual([100, 100, 30]);
    const seen = pages.flat();
    expect(new Set(seen.map((row) => row["id"])).size).toBe(230);
    const times = seen.map((row) => String(row["lastSeen"]));
    expect(times).toEqual(times.toSorted().toReversed());
    const { headers } = await ask(`${base}/issues/`, { query: "title:nothing" });
    expect(headers.get("link")).toMatch(/rel="next"; results="false"; cursor="0:100:0"/);
  });

  it("shows unresolved issues unless asked for all, and searches by words, keys and times", async () => {
    const { ask, base } = await org({
      sentry_issues: [
        issue(1),
        issue(2, { status: "resolved" }),
        issue(30, { level: "fatal", title: "Disk full" }),
      ],
    });
    const ids = async (query: Record<string, string>) =>
      listOf((await ask(`${base}/issues/`, query)).body).map((row) => row["id"]);
    expect(await ids({})).toEqual(["1030", "1001"]);
    expect(await ids({ query: "" })).toEqual(["1030", "1002", "1001"]);
    expect(await ids({ query: "is:resolved" })).toEqual(["1002"]);
    expect(await ids({ query: "!level:fatal is:unresolved" })).toEqual(["1001"]);
    expect(await ids({ query: `lastSeen:>=${minute(20)}` })).toEqual(["1030"]);
    expect(await ids({ query: '"disk full"' })).toEqual(["1030"]);
    expect(await ids({ query: "", project: "nothing" })).toEqual([]);
    expect(await ids({ query: "", project: "7", sort: "new" })).toEqual(["1030", "1002", "1001"]);
  });

  it("takes an issue into a window when it was seen in it", async () => {
    const { ask, base } = await org({ sentry_issues: [issue(0), issue(20), issue(40)] });
    const ids = async (start: number, end: number) =>
      listOf((await ask(`${base}/issues/`, { query: "", start: minute(start), end: minute(end) })).body).map(
        (row) => row["id"],
      );
    // They were seen from minute 0 to 5, 10 to 15 and 20 to 25.
    expect(await ids(12, 20)).toEqual(["1020"]);
    expect(await ids(15, 21)).toEqual(["1040", "1020"]);
    expect(await ids(6, 10)).toEqual([]);
  });

  it("refuses limits above 100, unknown parameters, half a window and broken cursors", async () => {
    const { ask, base } = await org({ sentry_issues: [issue(1)] });
    const bad: Record<string, string>[] = [
      { limit: "101" },
      { per_page: "10" },
      { start: minute(0) },
      { cursor: "abc" },
      { statsPeriod: "1y" },
      { query: "colour:red" },
    ];
    for (const query of bad) {
      expect(await ask(`${base}/issues/`, query)).toMatchObject({
        status: 400,
        body: { detail: expect.any(String) },
      });
    }
  });

  it("serves issues that name no project", async () => {
    const { project: _, ...bare } = issue(1);
    const { ask, base } = await org({ sentry_issues: [bare] });
    expect(listOf((await ask(`${base}/issues/`)).body)).toHaveLength(1);
    expect(listOf((await ask(`${base}/projects/`)).body)).toMatchObject([{ slug: "acme" }]);
  });
});

describe("Sentry events", () => {
  const tables = {
    sentry_issues: [issue(0), issue(1)],
    sentry_events: range(205).map((index) => event(index)),
  };

  it("lists those of an issue and of a project, short unless asked for whole", async () => {
    const { ask, base } = await org(tables);
    const ofIssue = (await walk(ask, `${base}/issues/1001/events/`)).flat();
    expect(ofIssue).toHaveLength(102);
    expect(ofIssue[0]).not.toHaveProperty("contexts");
    const [whole] = listOf((await ask("/api/0/issues/1001/events/", { full: "true" })).body);
    expect(textAt(whole, "contexts", "trace", "trace_id")).toBe("trace203");
    const ofProject = await walk(ask, "/api/0/projects/acme/shop/events/");
    expect(ofProject.map((page) => page.length)).toEqual([100, 100, 5]);
    expect((await ask("/api/0/projects/acme/other/events/")).status).toBe(404);
    expect((await ask(`${base}/issues/99/events/`)).status).toBe(404);
  });

  it("answers Discover with the fields asked for, in a half-open window", async () => {
    const { ask, base } = await org(tables);
    const field = [
      "id",
      "timestamp",
      "issue.id",
      "issue",
      "project.name",
      "trace",
      "agent",
      "release",
      "tags[environment]",
    ];
    const query = { field, dataset: "errors", sort: "-timestamp", start: minute(10), end: minute(12) };
    const { body } = await ask(`${base}/events/`, query);
    expect(listOf(body, "data")).toEqual([
      {
        id: "e11",
        timestamp: minute(11),
        "issue.id": 1001,
        issue: "SHOP-1",
        "project.name": "shop",
        trace: "trace11",
        agent: "support",
        release: "shop@1",
        "tags[environment]": "production",
      },
      expect.objectContaining({ id: "e10" }),
    ]);
    expect(valueAt(body, "meta", "fields", "issue.id")).toBe("integer");
    const all = await walk(
      ask,
      `${base}/events/`,
      { field: "id", dataset: "errors", per_page: "100" },
      "data",
    );
    expect(new Set(all.flat().map((row) => row["id"])).size).toBe(205);
    const found = await ask(`${base}/events/`, {
      field: "id",
      dataset: "errors",
      query: "issue.id:1000 timestamp:>2026-08-01T03:20:00Z",
    });
    expect(listOf(found.body, "data").map((row) => row["id"])).toEqual(["e204", "e202"]);
  });

  it("refuses Discover without fields, with too many, without a dataset and with aggregates", async () => {
    const { ask, base } = await org(tables);
    const bad = [
      { dataset: "errors" },
      { dataset: "errors", field: range(21).map(String) },
      { field: "id" },
      { dataset: "errors", field: "count()" },
      { dataset: "errors", field: "id", sort: "-timestamp" },
      { dataset: "errors", field: "id", per_page: "101" },
    ];
    for (const query of bad) expect((await ask(`${base}/events/`, query)).status).toBe(400);
  });
});

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
