import { describe, expect, it } from "vitest";

import { connectSentry } from "../../../sources/sentry/client.ts";
import { sentryEvents } from "../../../sources/sentry/events.ts";
import { sentry } from "../../../sources/sentry/index.ts";
import { type Asked, hours, loopback, ports, pulled, type Reply } from "../loopback.ts";
import { link } from "./link.ts";

const window = hours("10:00:00.500", "12:00:00.000");

/** The documented short form, with what `full=true` adds. */
const event = {
  id: "dfb1a2d057194e76a4186cc8a5271553",
  eventID: "9fac2ceed9344f2bbfdd1fdacb0ed9b1",
  groupID: "1889724436",
  projectID: "49271",
  title: "ForbiddenError: 403",
  message: "",
  "event.type": "error",
  culprit: "/books/new/",
  dateCreated: "2026-03-01T11:26:56.098086Z",
  metadata: { type: "ForbiddenError", value: "403" },
  user: { id: "550747", email: "x@example.com" },
  contexts: { trace: { trace_id: "da6caabcd90e45fdb81f6655824a5f88", span_id: "83db1ad17e67dfe7" } },
  tags: [
    { key: "environment", value: "production" },
    { key: "level", value: "fatal" },
    { key: "release", value: "17642328ead24b51867165985996d04b29310337" },
    { key: "agent", value: "triage" },
    { key: "transaction", value: "/books/" },
  ],
};
const mapped = (fields: Record<string, unknown>, parent?: string) =>
  sentryEvents.map({ ...event, ...fields }, { parent })[0];

async function pull(answer: (asked: Asked, count: number) => Reply | Promise<Reply>) {
  const { url, asked } = await loopback(answer);
  const config = { base_url: `${url}/api/0/`, token: "t", org: "acme" };
  const client = await connectSentry(config, ports(sentry, config));
  return { asked, client, ...(await pulled(sentryEvents, client, window)) };
}

describe("map", () => {
  it("reads every column of a full event", () => {
    expect(sentryEvents.row.parse(mapped({}, "books"))).toEqual({
      event_id: "9fac2ceed9344f2bbfdd1fdacb0ed9b1",
      issue_id: "1889724436",
      project: "books",
      title: "ForbiddenError: 403",
      message: "403",
      level: "fatal",
      environment: "production",
      release: "17642328ead24b51867165985996d04b29310337",
      occurred_at: "2026-03-01T11:26:56.098086Z",
      trace_id: "da6caabcd90e45fdb81f6655824a5f88",
      agent: "triage",
      transaction: "/books/",
      user_id: "550747",
      tags: JSON.stringify(Object.fromEntries(event.tags.map(({ key, value }) => [key, value]))),
    });
  });

  it("finds trace, release and agent where other forms keep them", () => {
    const tags = [
      { key: "trace_id", value: "abc" },
      { key: "agent_name", value: "triage" },
      { key: 5 },
      "odd",
    ];
    expect(mapped({ contexts: {}, tags, release: { version: "1.2" }, level: "error" })).toMatchObject({
      trace_id: "abc",
      agent: "triage",
      release: "1.2",
      level: "error",
      project: "49271",
    });
  });

  it("reads a row of Discover", () => {
    const row = {
      id: "9fac2ceed9344f2bbfdd1fdacb0ed9b1",
      "issue.id": 1889724436,
      "project.name": "books",
      title: "ForbiddenError",
      timestamp: "2026-03-01T11:26:56+00:00",
      trace: "abc",
      "user.id": "7",
    };
    expect(sentryEvents.map(row, { parent: undefined })[0]).toMatchObject({
      event_id: row.id,
      issue_id: "1889724436",
      project: "books",
      occurred_at: "2026-03-01T11:26:56.000Z",
      trace_id: "abc",
      user_id: "7",
      tags: null,
    });
  });

  it("refuses an event without an id or a time", () => {
    expect(() => mapped({ id: null, eventID: null })).toThrow(/^event\.\w+: /);
    expect(() => mapped({ dateCreated: null })).toThrow(/^event\.\w+: /);
  });
});

describe("pull", () => {
  const projects = [
    { id: "1", slug: "books" },
    { id: "2", slug: "hidden", hasAccess: false },
    { id: "3", slug: "shop" },
  ];

  it("reads project by project, in whole seconds, with the project on each page", async () => {
    const { asked, rows, pages, failure } = await pull(({ path, query }) => {
      if (path.endsWith("/projects/")) return { headers: link("0:100:0", false), body: projects };
      const more = path.includes("shop") && !query.has("cursor");
      return {
        headers: link("0:100:0", more),
        body: [{ ...event, eventID: `${path}${query.get("cursor")}` }],
      };
    });
    expect(failure).toBeUndefined();
    expect(rows.map((row) => row["project"])).toEqual(["books", "shop", "shop"]);
    expect(pages.every(({ api }) => api === "v0/project-events")).toBe(true);
    expect(asked.map(({ path }) => path)).toEqual([
      "/api/0/organizations/acme/projects/",
      "/api/0/projects/acme/books/events/",
      "/api/0/projects/acme/shop/events/",
      "/api/0/projects/acme/shop/events/",
    ]);
    expect(Object.fromEntries(asked[1]?.query ?? [])).toEqual({
      full: "true",
      start: "2026-03-01T10:00:00.000Z",
      end: "2026-03-01T12:00:00.000Z",
    });
  });

  it.each([
    ["the list of projects", "/projects/"],
    ["the events of projects", "/books/events/"],
  ])("reads issue by issue with a token that may not read %s", async (_what, closed) => {
    const { rows, pages, warnings, failure } = await pull(({ path }) => {
      if (path.endsWith(closed)) return { status: 403, body: { detail: "You do not have permission" } };
      if (path.endsWith("/projects/")) return { body: projects };
      if (path.endsWith("/issues/"))
        return { body: [{ id: "77", project: { slug: "books" } }, { id: "78" }] };
      return { body: [{ ...event, eventID: path }] };
    });
    expect(failure).toBeUndefined();
    expect(rows.map((row) => [row["event_id"], row["project"]])).toEqual([
      ["/api/0/organizations/acme/issues/77/events/", "books"],
      ["/api/0/organizations/acme/issues/78/events/", "49271"],
    ]);
    expect(pages.map(({ api }) => api)).toEqual(["v0/issue-events", "v0/issue-events"]);
    expect(warnings[0]).toContain("project:read");
  });

  it("yields one empty page when no project has an event", async () => {
    const { pages } = await pull(({ path }) => ({ body: path.endsWith("/projects/") ? projects : [] }));
    expect(pages).toEqual([{ items: [], api: "v0/project-events" }]);
  });

  it("stops at the window's start when a server ignores it, and at a project that is gone", async () => {
    const { rows, asked, warnings } = await pull(({ path }) => {
      if (path.endsWith("/projects/")) return { body: projects };
      if (path.includes("shop")) return { status: 404, body: { detail: "gone" } };
      return { headers: link("0:100:0", true), body: [{ ...event, dateCreated: "2026-03-01T09:00:00Z" }] };
    });
    expect(rows).toHaveLength(1);
    expect(asked.filter(({ path }) => path.includes("books"))).toHaveLength(1);
    expect(warnings).toEqual(["projects/acme/shop/events/ went away while it was read"]);
  });

  it("never asks for two pages of project events at once", async () => {
    let under_way = 0;
    let most = 0;
    const { url } = await loopback(async ({ path }) => {
      if (path.endsWith("/projects/")) return { body: projects };
      under_way += 1;
      most = Math.max(most, under_way);
      await new Promise((resolve) => setTimeout(resolve, 5));
      under_way -= 1;
      return { body: [event] };
    });
    const config = { base_url: url, token: "t", org: "acme" };
    const client = await connectSentry(config, ports(sentry, config));
    await Promise.all([1, 2, 3, 4].map(() => pulled(sentryEvents, client, window)));
    expect(most).toBe(1);
  });
});
